// Makes the npm packages of a release from its binaries: a launcher, and a package for each platform.
//
//     node packaging/npm/build.js VERSION BINARIES OUTPUT
//
// BINARIES holds files named glwhy-TRIPLE (glwhy-TRIPLE.exe on Windows); what is not there gets no package, and the
// launcher depends on what is there only. OUTPUT gets a folder for each package, ready for `npm publish`.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..", "..");

// The names of Rust, and those of Node (`process.platform`, `process.arch`).
const platforms = [
  { triple: "x86_64-unknown-linux-musl", os: "linux", cpu: "x64" },
  { triple: "aarch64-unknown-linux-musl", os: "linux", cpu: "arm64" },
  { triple: "x86_64-apple-darwin", os: "darwin", cpu: "x64" },
  { triple: "aarch64-apple-darwin", os: "darwin", cpu: "arm64" },
  { triple: "x86_64-pc-windows-gnu", os: "win32", cpu: "x64" },
];

function described(name, version) {
  const fields = { name, version, description: "Why did GitLab say no to this token?", license: "MIT" };
  const repository = address();
  return repository ? { ...fields, repository: { type: "git", url: `git+${repository}.git` } } : fields;
}

/** The address of the project, from the one place that has it: `repository` in Cargo.toml. */
function address() {
  const manifest = fs.readFileSync(path.join(root, "Cargo.toml"), "utf8");
  return manifest.match(/^repository = "([^"]+)"/m)?.[1];
}

function write(folder, manifest, files) {
  fs.mkdirSync(path.join(folder, "bin"), { recursive: true });
  fs.writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const [from, to, mode] of [...files, [path.join(root, "LICENSE"), "LICENSE", 0o644]]) {
    fs.copyFileSync(from, path.join(folder, to));
    fs.chmodSync(path.join(folder, to), mode);
  }
}

function build(version, binaries, output) {
  const made = {};
  for (const { triple, os, cpu } of platforms) {
    const end = os === "win32" ? ".exe" : "";
    const binary = path.join(binaries, `glwhy-${triple}${end}`);
    if (!fs.existsSync(binary)) {
      console.error(`no ${binary}: no package for ${os} on ${cpu}`);
      continue;
    }
    const name = `@glwhy/${os}-${cpu}`;
    const manifest = { ...described(name, version), os: [os], cpu: [cpu], files: ["bin"], preferUnplugged: true };
    write(path.join(output, `${os}-${cpu}`), manifest, [[binary, `bin/glwhy${end}`, 0o755]]);
    made[name] = version;
  }
  if (Object.keys(made).length === 0) {
    throw new Error(`${binaries} holds no glwhy-TRIPLE of ${platforms.map((each) => each.triple).join(", ")}`);
  }
  const launcher = {
    ...described("glwhy", version),
    keywords: ["gitlab", "token", "permissions", "diagnosis", "cli"],
    bin: { glwhy: "bin/glwhy.js" },
    files: ["bin"],
    engines: { node: ">=16" },
    optionalDependencies: made,
  };
  const folder = path.join(output, "glwhy");
  write(folder, launcher, [
    [path.join(__dirname, "glwhy.js"), "bin/glwhy.js", 0o755],
    [path.join(root, "README.md"), "README.md", 0o644],
  ]);
}

const [version, binaries, output] = process.argv.slice(2);
if (!output) {
  console.error("usage: node packaging/npm/build.js VERSION BINARIES OUTPUT");
  process.exitCode = 2;
} else {
  build(version, binaries, output);
}
