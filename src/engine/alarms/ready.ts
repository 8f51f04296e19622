import type { PersonalVia } from "../../oncall/ways.ts";
import type { Phones } from "../ports/phones.ts";
import { type Coverage, coverage } from "./coverage.ts";
import { type DrillOptions, drill } from "./drill.ts";
import { type Numbers, type NumbersOptions, numbers } from "./numbers.ts";
import { type ReadinessAlarm, type ReadinessOptions, readiness } from "./readiness.ts";

/** All that looks whether people can be told, before somebody has to be. */
interface Ready {
  readonly coverage: Coverage;
  readonly numbers: Numbers;
  readonly readiness: ReadinessAlarm;
  load(): Promise<void>;
  run(signal: AbortSignal): void;
  /** Settings or people have changed. */
  replan(): void;
}

type Made = "setUp" | "takesReplies" | "known" | "outside" | "onTold" | "onError";
type ReadyOptions = Omit<DrillOptions & ReadinessOptions, Made> &
  NumbersOptions & {
    readonly phones: Phones | undefined;
    /** undefined = Slack is off. */
    readonly channel: string | undefined;
    readonly calendars?: (() => readonly string[]) | undefined;
    readonly outside?: ReadinessOptions["outside"];
    readonly failed: (what: string) => (error: unknown) => void;
  };

export function ready(options: ReadyOptions): Ready {
  const { phones, channel, failed } = options;
  const setUp = (): ReadonlySet<PersonalVia> =>
    new Set<PersonalVia>([...(phones?.methods ?? []), ...(channel === undefined ? [] : ["dm" as const])]);
  const takesReplies = phones?.inbox !== undefined;
  const failing = numbers(options);
  const covered = coverage({ ...options, setUp, nextLook: () => daily.next() });
  const daily: ReadinessAlarm = readiness({
    ...options,
    outside: options.outside,
    known: () => ({
      setUp: setUp(),
      numbers: failing.faults(),
      feeds: options.calendars?.() ?? [],
      takesReplies,
    }),
    onTold: covered.told,
    onError: failed("the daily look at how ready everything is"),
  });
  const weekly = drill({ ...options, setUp, takesReplies, onError: failed("the weekly test text") });
  return {
    coverage: covered,
    numbers: failing,
    readiness: daily,
    async load() {
      await Promise.all([failing.load(), covered.load(), daily.load(), weekly.load()]);
    },
    run(signal) {
      daily.run(signal);
      weekly.run(signal);
    },
    replan() {
      daily.replan();
      weekly.replan();
    },
  };
}
