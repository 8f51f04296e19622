import { merged } from "../../sla/finish.ts";
import type { AlertId } from "../../sla/model.ts";
import type { Answer, Person } from "../desk.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import type { Jobs } from "../work/jobs.ts";
import { lanes } from "../work/lanes.ts";
import type { Finishing } from "./finishing.ts";
import { type IntoCase, intoCase } from "./into-case.ts";
import type { NoteEndOptions } from "./note-end.ts";

export interface MergesOptions extends NoteEndOptions {
  readonly source: Pick<AlertSource, "mergeInto">;
  readonly jobs: Jobs;
}

/** Puts alerts into cases that exist, each once. */
export function merges(options: MergesOptions): Finishing["merge"] {
  const { source, jobs } = options;
  const perAlert = lanes();

  function merge(id: AlertId, caseName: string, { actor }: Person): Promise<Answer> {
    const way: IntoCase = {
      ask: () => source.mergeInto(id, caseName),
      isOurs: ({ by }) => by !== undefined,
      ours: (record, link, now) => merged(record, link, now, actor),
    };
    return intoCase(id, way, options);
  }

  return (id, caseName, person) => {
    const answer = perAlert.inLane(id, () => merge(id, caseName, person));
    jobs.start(`merge of ${id}`, () => answer.catch(() => {}));
    return answer;
  };
}
