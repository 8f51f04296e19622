import { SandboxClock } from "../sandbox/clock.ts";
import { TheHiveServer } from "../sandbox/thehive/server.ts";
import { calmAlert } from "./servers.ts";

/*
 * TheHive in a process of its own: what it takes to serve a long list must not hold up those who press meanwhile.
 * Told how many alerts are open, none of them critical; raises on request what its parent sends.
 */

const [count = "0"] = process.argv.slice(2);
const clock = new SandboxClock({ at: Date.now(), speed: 1 });
const hive = new TheHiveServer({ clock });
await hive.start();
hive.raiseMany(Number(count), (index) => calmAlert(index, clock.now()));
process.on("message", (draft: { readonly title: string }) => hive.raise(draft));
process.on("disconnect", () => process.exit(0));
process.send?.({ THEHIVE_URL: hive.url, THEHIVE_API_KEY: hive.apiKey });
