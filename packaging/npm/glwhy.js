#!/usr/bin/env node
// Runs the binary of this platform's package with the same arguments and streams, and ends as it ends.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

/** The path of the binary. Throws where no package for this platform was installed. */
function find() {
  const name = `@glwhy/${process.platform}-${process.arch}`;
  const file = process.platform === "win32" ? "glwhy.exe" : "glwhy";
  try {
    return require.resolve(`${name}/bin/${file}`);
  } catch {
    throw new Error(
      `glwhy: the package ${name} is not installed. There is one for each of ` +
        `${Object.keys(require("../package.json").optionalDependencies).join(", ")}; ` +
        "they are optional dependencies, which `npm install --omit=optional` leaves out.",
    );
  }
}

function run() {
  let program;
  try {
    program = find();
  } catch (missing) {
    console.error(missing.message);
    process.exitCode = 1;
    return;
  }
  // A terminal sends Ctrl-C to both, and the program keeps what is done: this one waits for it. What is sent to this
  // process alone is passed on, also what comes while the program is started.
  let child;
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP", "SIGQUIT"]) {
    process.on(signal, () => child.kill(signal));
  }
  child = spawn(program, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
  child.on("error", (fault) => {
    console.error(`glwhy: ${program} does not start: ${fault.message}`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    // A shell calls the end by a signal 128 and its number.
    process.exitCode = signal ? 128 + (constants.signals[signal] ?? 0) : code;
  });
}

run();
