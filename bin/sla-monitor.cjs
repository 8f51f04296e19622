#!/usr/bin/env node
"use strict";

// The first file that runs, in words that Node.js 12 reads: an old one is told so in one line. The program's own
// files would end it with a stack trace before any of their lines ran.

// biome-ignore lint/style/useNodejsImportProtocol: Node.js 12 does not know it here
const fs = require("fs");
// biome-ignore lint/style/useNodejsImportProtocol: as above
const path = require("path");

const root = path.join(__dirname, "..");
const needed = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")).engines.node;

function isOld(version, range) {
  const [major, minor] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = range
    .replace(/[^0-9.]/g, "")
    .split(".")
    .map(Number);
  return major === leastMajor ? minor < leastMinor : major < leastMajor;
}

function end(code, line) {
  process.stderr.write(`${line}\n`);
  process.exitCode = code;
}

if (isOld(process.versions.node, needed)) {
  end(2, `Node.js: found ${process.versions.node}, expected ${needed}: install the newest 24`);
} else if (!fs.existsSync(path.join(root, "dist", "main.js"))) {
  end(2, "dist/main.js: found nothing, expected the built program: run npm ci && npm run build");
} else {
  import("../dist/main.js").catch((error) => end(1, String(error)));
}
