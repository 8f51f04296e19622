import { openStore } from "../../src/store/store.ts";

// A process to be killed while it writes: says each number that is on disk.
const store = await openStore(process.argv[2] ?? "");
for (let count = 1; ; count++) {
  await store.write([[`count:${count}`, count]]);
  process.stdout.write(`${count}\n`);
}
