import { HiveError } from "../../engine/hive-error.ts";
import type { AlertFinisher, Closing, ClosingWish, Promotion } from "../../engine/ports/alert-finisher.ts";
import { within } from "../../lib/within.ts";
import type { Alert, AlertId } from "../../sla/model.ts";
import type { Connection } from "../connection.ts";
import { isTimeout, tooSlow } from "../failure.ts";
import { unconfirmed as caseUnconfirmed, promote } from "../promote.ts";
import { caseLink, inTime, linkTo, readAlert, type Way } from "../single.ts";
import { closeOnce, unconfirmed } from "./close.ts";
import { detailsOf } from "./details.ts";
import type { WireClosing } from "./dialect.ts";
import { whatever } from "./requests.ts";
import { rowOf } from "./rows.ts";

/** Closes and merges alerts, and tells all about them; each call within its deadline. */
export function finisher(way: Way): AlertFinisher {
  const { http, connections, deadlines, clock, realTime } = way;

  async function close(id: AlertId, wish: ClosingWish, late: AbortSignal): Promise<Closing> {
    const at = await connections.get(late);
    const closing = await closeOnce(id, wish, {
      clock,
      signal: late,
      read: (alertId) => readAlert(alertId, at, http, late),
      ask: async (alert) => at.finish.close(id, await wireClosing(alert, wish, at, late)),
    });
    at.poller.noteHandled(id);
    return closing;
  }

  async function merge(id: AlertId, caseName: string, late: AbortSignal): Promise<Promotion> {
    const at = await connections.get(late);
    const caseId = await caseNamed(caseName, at, late);
    const promotion = await promote(id, {
      clock,
      signal: late,
      read: (alertId) => readAlert(alertId, at, http, late),
      ask: (alertId) => at.finish.merge(alertId, caseId),
      link: (found) => caseLink(found, at),
      linkTo: (found) => linkTo(found, at),
    });
    at.poller.noteHandled(id);
    return promotion;
  }

  return {
    closingStatuses: () =>
      inTime(way, deadlines.twoSteps, "list the closing statuses", async (late) =>
        (await connections.get(late)).finish.closingStatuses(late),
      ),
    caseTemplates: () =>
      inTime(way, deadlines.twoSteps, "list the case templates", async (late) =>
        (await connections.get(late)).finish.templates(late),
      ),
    async close(id, wish) {
      try {
        return await within(realTime, deadlines.closing, (late) => close(id, wish, late));
      } catch (error) {
        throw isTimeout(error) ? unconfirmed(id, tooSlow(`close alert ${id}`, http.place)) : error;
      }
    },
    async mergeInto(id, caseName) {
      try {
        return await within(realTime, deadlines.promotion, (late) => merge(id, caseName, late));
      } catch (error) {
        throw isTimeout(error) ? caseUnconfirmed(id, tooSlow(`merge alert ${id}`, http.place)) : error;
      }
    },
    details: (id) =>
      inTime(way, deadlines.twoSteps, `read alert ${id}`, async (late) =>
        detailsOf(id, await connections.get(late), http, late),
      ),
  };
}

/** What TheHive 5 is to write down: nobody's assignment and no earlier summary is lost. */
async function wireClosing(
  { id, assignee }: Alert,
  { status, note, email }: ClosingWish,
  { dialect, finish, product }: Connection,
  signal: AbortSignal,
): Promise<WireClosing> {
  if (product.major !== 5) return { status };
  const [login, row] = await Promise.all([
    // Unless told whose it is, TheHive makes it the key's owner's.
    assignee === undefined && email !== undefined ? finish.login(email, signal).catch(whatever) : undefined,
    note === undefined ? undefined : dialect.row(id, signal),
  ]);
  const { summary } = rowOf(row);
  const earlier = typeof summary === "string" && summary !== "" ? `${summary}\n\n` : "";
  return {
    status,
    ...(note === undefined ? {} : { summary: `${earlier}${note}` }),
    ...(login === undefined ? {} : { assignee: login }),
  };
}

/** @throws HiveError "not-found" */
async function caseNamed(name: string, { finish }: Connection, signal: AbortSignal): Promise<string> {
  const text = name.trim();
  const number = /^#?(\d{1,9})$/.exec(text)?.[1];
  if (number === undefined) return /\/cases?\/([^/?#]+)/.exec(text)?.[1] ?? text;
  const id = await finish.caseNumbered(Number(number), signal);
  if (id !== undefined) return id;
  throw new HiveError("not-found", `TheHive has no case #${number}: look up its number there`);
}
