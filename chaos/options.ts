import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export interface Options {
  readonly seed: number;
  /** How often the app is killed; endless when only the time counts. */
  readonly kills: number;
  /** Real ms for everything, the catching-up at the end included; undefined = as long as the kills take. */
  readonly lasts: number | undefined;
  /** The built product. */
  readonly app: string;
  /** How many copies share a Postgres; 0: one, with its state in a file. */
  readonly copies: number;
  /** Keeps the state, the trail and the log for a look afterwards. */
  readonly keep: boolean;
}

const usage = `npm run chaos -- [--kills N] [--for 60s] [--seed S] [--copies N] [--app FILE] [--keep]`;

/** @throws Error that names the usage */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string", default: "1" },
      kills: { type: "string" },
      for: { type: "string" },
      app: { type: "string" },
      copies: { type: "string", default: "0" },
      keep: { type: "boolean", default: false },
    },
  });
  const lasts = values.for === undefined ? undefined : durationOf(values.for);
  return {
    seed: numberOf(values.seed),
    kills:
      values.kills === undefined
        ? lasts === undefined
          ? 20
          : Number.POSITIVE_INFINITY
        : numberOf(values.kills),
    lasts,
    copies: numberOf(values.copies),
    app: values.app ?? fileURLToPath(new URL("../../dist/main.js", import.meta.url)),
    keep: values.keep,
  };
}

function numberOf(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is no whole number: ${usage}`);
  return Number(text);
}

function durationOf(text: string): number {
  const [, count, unit] = /^(\d+)(s|m)$/.exec(text) ?? [];
  if (count === undefined) throw new Error(`"${text}" is no time such as 60s or 10m: ${usage}`);
  return Number(count) * (unit === "m" ? 60_000 : 1000);
}
