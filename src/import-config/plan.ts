import type { Path, Tree } from "../config/tree.ts";
import { withValue } from "../config/tree.ts";
import type { RawEnvironment } from "../config/variables.ts";
import type { Slip } from "./python/value.ts";

/** What becomes of a `configuration.py`. Only `environment` holds secrets, and people's numbers only `settings`. */
export interface ImportPlan {
  readonly settings: Tree;
  readonly environment: RawEnvironment;
  readonly carried: readonly Carried[];
  readonly notCarried: readonly NotCarried[];
  readonly slips: readonly Slip[];
  /** What a person still has to do, one line each. */
  readonly toDo: readonly string[];
}

interface Carried {
  /** `SLA_SETTINGS.THEHIVE_LEVEL3.ENABLED` */
  readonly from: string;
  readonly line: number;
  /** A path in the settings, or a variable. */
  readonly to: string;
  /** What is different from before. */
  readonly note?: string;
}

interface NotCarried {
  readonly from: string;
  readonly line: number;
  readonly why: string;
}

/** Gathers the plan while the file is gone through. */
export interface Ledger {
  set(path: Path, value: unknown): void;
  variable(name: string, value: string): void;
  carry(entry: Carried): void;
  leave(entry: NotCarried): void;
  /** Not understood: it is not carried over, its default holds, and a person has to look. */
  puzzle(entry: NotCarried): void;
  toDo(line: string): void;
  has(name: string): boolean;
  plan(slips: readonly Slip[]): ImportPlan;
}

export function ledger(): Ledger {
  let settings: Tree = {};
  const environment: Record<string, string> = {};
  const carried: Carried[] = [];
  const notCarried: NotCarried[] = [];
  const toDo: string[] = [];
  return {
    set(path, value) {
      settings = withValue(settings, path, value);
    },
    variable(name, value) {
      environment[name] = value;
    },
    carry: (entry) => void carried.push(entry),
    leave: (entry) => void notCarried.push(entry),
    puzzle(entry) {
      notCarried.push(entry);
      toDo.push(
        `${entry.from} (line ${entry.line}) is not understood, so what it sets keeps its default: ${entry.why}`,
      );
    },
    toDo: (line) => void toDo.push(line),
    has: (name) => environment[name] !== undefined,
    plan: (slips) => ({
      settings,
      environment,
      carried: carried.toSorted((a, b) => a.line - b.line),
      notCarried: notCarried.toSorted((a, b) => a.line - b.line),
      slips,
      toDo,
    }),
  };
}
