import { HiveError } from "../../engine/hive-error.ts";
import type { AlertSource } from "../../engine/ports/alert-source.ts";
import type { AlertId } from "../../sla/model.ts";
import type { Connection } from "../connection.ts";
import { customFieldsFrom } from "../custom-fields.ts";
import { queryV1 } from "../query-v1.ts";
import { inTime, type Way } from "../single.ts";
import { CommentRow, LastChange } from "../wire.ts";
import { acting, reading, unlessMissing } from "./requests.ts";
import { rowOf } from "./rows.ts";

const MOST_COMMENTS = 500;
/** A change of stage and the stamp of that change are one act. */
const ONE_ACT_MS = 2000;

/** Writes on an alert how it did, and finds out who brought it there. */
export function resultWriter(way: Way): Pick<AlertSource, "handledBy" | "leaveResult"> {
  const { connections, deadlines } = way;
  return {
    handledBy: (id) =>
      inTime(way, deadlines.twoSteps, `read alert ${id}`, async (late) => {
        const at = await connections.get(late);
        const by = lastChangeIn(await at.dialect.row(id, late));
        return by === undefined || by === (await at.ownLogin(late)) ? undefined : by;
      }),
    leaveResult: (id, to, text) =>
      inTime(way, deadlines.twoSteps, `write the result of alert ${id}`, async (late) => {
        const at = await connections.get(late);
        if (to === "comment") return leaveComment(id, text, { ...way, at, signal: late });
        return leaveField(id, { name: to.customField, text }, { ...way, at, signal: late });
      }),
  };
}

/** Only TheHive 5 tells when an alert entered a stage: whoever changed it at that moment did it. */
function lastChangeIn(row: unknown): string | undefined {
  const { data } = LastChange.safeParse(row);
  if (data?._updatedBy === undefined || data._updatedAt === undefined) return undefined;
  const { _updatedAt: changedAt, _updatedBy, inProgressDate, closedDate, importedDate } = data;
  const entered = Math.max(...[inProgressDate, closedDate, importedDate].map((date) => date ?? 0));
  return Math.abs(changedAt - entered) <= ONE_ACT_MS ? _updatedBy : undefined;
}

type Here = Way & { readonly at: Connection; readonly signal: AbortSignal };

async function leaveComment(
  id: AlertId,
  text: string,
  { at: { dialect }, http, signal }: Here,
): ReturnType<AlertSource["leaveResult"]> {
  if (dialect.comment === undefined) return "unsupported";
  if ((await dialect.row(id, signal)) === undefined) return "gone";
  const steps = [
    { _name: "getAlert", idOrName: id },
    { _name: "comments" },
    { _name: "page", from: 0, to: MOST_COMMENTS },
  ];
  const asked = await queryV1(http)(steps, { doing: `read the comments of alert ${id}`, signal });
  const body = asked.kind === "answered" ? asked.body : http.accept(asked.answer, asked.request);
  const rows: readonly unknown[] = Array.isArray(body) ? body : [];
  if (rows.some((row) => CommentRow.safeParse(row).data?.message === text)) return "written";
  await dialect.comment(id, text);
  return "written";
}

/** All fields go along: some versions take the whole list for what is sent. */
async function leaveField(
  id: AlertId,
  { name, text }: { name: string; text: string },
  { at, http, signal }: Here,
): ReturnType<AlertSource["leaveResult"]> {
  const { major } = at.product;
  const path = `/api${major === 5 ? "/v1" : ""}/alert/${encodeURIComponent(id)}`;
  const doing = `write the result of alert ${id}`;
  const read = () => unlessMissing(http, reading(path, doing, signal));
  const before = await read();
  if (before === undefined) return "gone";
  if (customFieldsFrom(rowOf(before).customFields)[name] === text) return "written";
  const right = major === 5 ? "manageAlert/update" : major === 4 ? "manageAlert" : "write";
  const { customFields, status } = rowOf(before);
  const changed = {
    customFields: withField(customFields, name, text),
    // To TheHive 3 an alert that is changed is news, unless it is told otherwise.
    ...(major === 3 ? { status } : {}),
  };
  await http.json(acting("PATCH", path, changed, doing, right));
  const after = rowOf(await read());
  if (customFieldsFrom(after.customFields)[name] === text) return "written";
  const message = `TheHive did not keep the custom field "${name}" of alert ${id}: is there one of that name, for text?`;
  throw new HiveError("refused", message);
}

/** In the shape in which they came: a list (v1), or an object by name (v0). */
function withField(fields: unknown, name: string, text: string): unknown {
  if (!Array.isArray(fields)) return { ...rowOf(fields), [name]: { string: text } };
  const others = fields.map(rowOf).filter((field) => field.name !== name);
  return [
    ...others.map(({ name: other, value, order }) => ({ name: other, value, order })),
    { name, value: text },
  ];
}
