import { z } from "zod";
import type { StoredAlert } from "../../thehive/model.ts";
import type { TheHiveServer } from "../../thehive/server.ts";
import type { Stage } from "../stage.ts";
import { action } from "./action.ts";

const MOST = 5000;
const Observable = z.object({ dataType: z.string().min(1), data: z.string().min(1) });
const NewAlert = z.object({
  title: z.string().trim().min(1),
  severity: z.int().min(1).max(4),
  observables: z.array(Observable),
  /** Minutes ago. */
  age: z
    .number()
    .min(0)
    .max(60 * 24 * 30),
  count: z.int().min(1).max(MOST),
});

/** What analysts do in TheHive. */
export function hiveActions({ hive, clock }: Stage) {
  return {
    raise: action(NewAlert, async ({ title, severity, observables, age, count }) => {
      const createdAt = Math.round(clock.now() - age * 60_000);
      hive.raiseMany(count, (index) => ({
        title: count === 1 ? title : `${title} (${index + 1})`,
        severity,
        observables,
        source: "you",
        tags: ["demo"],
        createdAt: createdAt - index,
      }));
      return undefined;
    }),
    alert: action(
      z.object({ id: z.string(), act: z.enum(["close", "start", "import", "reopen", "remove"]) }),
      async ({ id, act }) => {
        changes[act](hive, id);
        return undefined;
      },
    ),
    "close-all": action(z.object({}), async () => {
      const open = [...hive.alerts.values()].filter(isOpen);
      for (const { id } of open) hive.close(id);
      return undefined;
    }),
  };
}

type Change = (hive: TheHiveServer, id: string) => void;

const changes = {
  close: (hive, id) => hive.close(id),
  start: (hive, id) => hive.startProgress(id),
  import: (hive, id) => void hive.import(id),
  reopen: (hive, id) => hive.reopen(id),
  remove: (hive, id) => hive.remove(id),
} as const satisfies Record<string, Change>;

function isOpen({ stage }: StoredAlert): boolean {
  return stage === "New" || stage === "InProgress";
}
