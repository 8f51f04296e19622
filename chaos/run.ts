import { befall, takeoverLines } from "./copies.ts";
import { dice } from "./dice.ts";
import { calm, kill, tidy } from "./night.ts";
import { readOptions } from "./options.ts";
import { isGood, summary, violations } from "./report.ts";
import { changeSettings, play } from "./story.ts";
import { listening } from "./told.ts";
import { troubles } from "./troubles.ts";
import { truthOf } from "./truth.ts";
import { createWorld } from "./world.ts";

/*
 * A night at the SOC in which everything goes wrong: the product in a process of its own is killed again and again
 * while the providers fail, and at the end what reached people is compared with what should have.
 */

const print = (line: string) => void process.stdout.write(`${line}\n`);

const options = readOptions(process.argv.slice(2));
print(`again: npm run chaos -- --kills ${options.kills} --seed ${options.seed} --copies ${options.copies}`);
const world = await createWorld(options.copies);
const truth = truthOf(world);
const told = listening(world, truth);
const chance = dice(options.seed);
const over = new AbortController();
await changeSettings({ world, truth, chance: chance.split("settings") });

const actors = [
  play(world, truth, chance.split("story"), over.signal),
  troubles(world, truth, chance.split("troubles"), over.signal),
  tidy(world, truth, told, over.signal),
];
const { house } = world;
const several =
  house === undefined ? undefined : await befall(world, truth, house, chance.split("kills"), options);
if (several === undefined) await kill(world, truth, chance.split("kills"), options);
over.abort();
await Promise.all(actors);
const verdict = await calm(world, truth, told, options, several);
for (const line of violations(verdict, truth, told)) print(line);
print(`seed ${options.seed}: ${summary(verdict, truth, told)}`);
if (several !== undefined) for (const line of takeoverLines(several.copies.takeovers)) print(line);
if (options.keep) print(`kept in ${world.folder}`);
await world.stop(options.keep);
process.exit(isGood(verdict) ? 0 : 1);
