// Opens pages that glwhy wrote in Debian's Chromium, and says what is wrong with them: node check.mjs PAGES PICTURES.
//
// Each page is seen narrow and wide, light and dark, folded and opened, and as it is printed. None may load or run
// anything, complain, be wider than the screen, hide on paper what is folded, or break a rule of accessibility.
import { readFileSync, readdirSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(resolve(process.env.GLWHY_BROWSER), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [pages, pictures] = process.argv.slice(2);

const SCREENS = [
  { name: "narrow-light", width: 360, colorScheme: "light" },
  { name: "narrow-dark", width: 360, colorScheme: "dark" },
  { name: "wide-light", width: 1280, colorScheme: "light" },
  { name: "wide-dark", width: 1280, colorScheme: "dark" },
];

const faults = [];
const rules = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };

async function accessible(page, where) {
  const found = await page.evaluate((options) => globalThis.axe.run(document, options), rules);
  for (const { id, help, nodes } of found.violations) {
    faults.push(`${where}: ${id}, ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }
  return found.passes.length;
}

async function inert(page, where) {
  const told = await page.evaluate(() => ({
    scripts: document.scripts.length,
    handlers: [...document.querySelectorAll("*")].filter((it) => it.getAttributeNames().some((name) => name.startsWith("on"))).length,
    foreign: document.querySelectorAll("img, iframe, object, embed, form, audio, video, base").length,
    wide: document.scrollingElement.scrollWidth - innerWidth,
    ids: [...document.querySelectorAll("[id]")].length - new Set([...document.querySelectorAll("[id]")].map((it) => it.id)).size,
  }));
  for (const [name, number] of Object.entries(told)) {
    if (number > 0) faults.push(`${where}: ${name} ${number}`);
  }
}

async function seen(browser, file, screen) {
  const where = `${basename(file)} ${screen.name}`;
  const { name, width, colorScheme } = screen;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => faults.push(`${where}: the console says ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`${where}: ${error}`));
  page.on("dialog", (dialog) => (faults.push(`${where}: a dialog`), dialog.dismiss()));
  const address = pathToFileURL(file).href;
  await page.goto(address);
  const picture = (state) => page.screenshot({ path: join(pictures, `${basename(file, ".html")}-${name}-${state}.png`), fullPage: true });
  await picture("folded");
  await inert(page, where);
  await page.evaluate(axe);
  let passed = await accessible(page, `${where} folded`);
  await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
  await inert(page, `${where} opened`);
  passed += await accessible(page, `${where} opened`);
  await picture("opened");
  const others = asked.filter((url) => url !== address && !url.startsWith("data:"));
  if (others.length > 0) faults.push(`${where}: it asked for ${others}`);
  await page.close();
  return passed;
}

// On paper everything is open but what a capability that is granted would tell.
async function printed(browser, file) {
  const page = await browser.newPage({ viewport: { width: 794, height: 1123 }, colorScheme: "dark" });
  await page.goto(pathToFileURL(file).href);
  await page.emulateMedia({ media: "print" });
  const isShown = () => [...document.querySelectorAll("details:not(.tile.good) > :not(summary)")].every((it) => it.checkVisibility() && it.getBoundingClientRect().height > 0);
  await page.waitForFunction(isShown, null, { timeout: 5000 }).catch(() => faults.push(`${basename(file)} printed: what is folded is not on paper`));
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  if (ground !== "rgb(255, 255, 255)") faults.push(`${basename(file)} printed: the paper is ${ground}`);
  await page.pdf({ path: join(pictures, `${basename(file, ".html")}.pdf`), format: "A4", preferCSSPageSize: false });
  await page.screenshot({ path: join(pictures, `${basename(file, ".html")}-print.png`), fullPage: true });
  await page.close();
}

// Whoever has no mouse comes to the results first, and opens what is folded.
async function byKeys(browser, file) {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(file).href);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const place = await page.evaluate(() => document.activeElement.id);
  if (place !== "results") faults.push(`${basename(file)} by keys: the first stop does not lead to the results, but to "${place}"`);
  const folded = await page.evaluate(() => document.querySelectorAll("main details:not([open])").length);
  for (let stop = 0; folded > 0 && stop < 50; stop += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches("details:not([open]) > summary"))) {
      await page.keyboard.press("Enter");
      if (await page.evaluate(() => document.activeElement.parentElement.open)) return page.close();
    }
  }
  if (folded > 0) faults.push(`${basename(file)} by keys: nothing can be opened`);
  return page.close();
}

mkdirSync(pictures, { recursive: true });
const files = readdirSync(pages).filter((name) => name.endsWith(".html")).map((name) => join(pages, name));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
let passed = 0;
for (const file of files) {
  for (const screen of SCREENS) passed += await seen(browser, file, screen);
  await printed(browser, file);
  await byKeys(browser, file);
}
await browser.close();
faults.forEach((fault) => console.error(fault));
console.log(`${files.length} pages, ${passed} rules kept, ${faults.length} faults`);
process.exit(files.length === 0 || passed === 0 || faults.length > 0 ? 1 : 0);
