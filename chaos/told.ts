import type { Message } from "../sandbox/slack/workspace/model.ts";
import type { Call } from "../sandbox/twilio/model.ts";
import { type Name, names, people } from "./settings.ts";
import type { Truth } from "./truth.ts";
import type { World } from "./world.ts";

/** One thing that reached a channel or a person, as the server that carried it saw it. */
export interface Telling {
  readonly at: number;
  readonly via: "slack" | "dm" | "sms" | "call";
  /** A name, or `soc`. */
  readonly to: string;
  readonly text: string;
  /** What marks it as itself: Slack's metadata id, or the mark or code that ends a text. */
  readonly id?: string;
  /** What the provider calls it: a SID, or `channel/ts`. */
  readonly ref: string;
  /** The one alert it is about. */
  readonly alertId?: string;
  /** Of a message in Slack, whose id tells it: `1`, `2r1`, `high-risk`. */
  readonly rung?: string;
  /** It says that it is a reminder. */
  readonly again: boolean;
  /** How many alerts it tells together. */
  readonly count?: number;
  /** A call goes on: how far it is, see here. */
  readonly call?: Pick<Call, "pickedUpBy" | "endedAt" | "status">;
}

const TOGETHER = /\b(\d+|one)\s+(?:more\s+|other\s+|open\s+)?alerts?\b/i;
const ITEM = /^(~[^/]+)\/(\d+|high-risk)(r\d+)?\/(?:[^/]+\/)?(?:slack|dm)\//;
const MARK = /\(([A-Z0-9]{4})\)|\bReply ([A-Z0-9]{4}) to\b/g;
/** What the story writes into each title, and nobody else. */
const CODE = /\bnumber (\d{5})\b/g;

/** Writes down whatever reaches somebody, from now on. */
export function listening(world: World, truth: Truth): readonly Telling[] {
  const { slack, twilio } = world;
  const told: Telling[] = [];
  const seen = new Set<string>();
  const idOfCode = new Map<string, string>();
  const alertIn = (text: string): { alertId?: string } => {
    for (const { stored } of truth.alerts.values())
      idOfCode.set([...stored.title.matchAll(CODE)][0]?.[1] ?? "", stored.id);
    const code = [...text.matchAll(CODE)][0]?.[1];
    const alertId = code === undefined ? undefined : idOfCode.get(code);
    return alertId === undefined ? {} : { alertId };
  };

  slack.onChange((change) => {
    if (change.kind !== "message" || change.action !== "posted" || !change.message.isBot) return;
    const telling = fromSlack(change.message, world);
    // A line in a thread about how a call went tells nobody anything new.
    if (telling.id === undefined || !/\/remark /.test(telling.id)) told.push(telling);
  });
  twilio.onChange((change) => {
    if ((change.kind !== "message" && change.kind !== "call") || seen.has(change.sid)) return;
    seen.add(change.sid);
    const call = change.kind === "call" ? twilio.calls.get(change.sid) : undefined;
    const sms = change.kind === "message" ? twilio.messages.get(change.sid) : undefined;
    const text = call?.spoken.join(" ") ?? sms?.body ?? "";
    const count = countIn(text);
    const [, inBrackets, code] = [...text.matchAll(MARK)].at(-1) ?? [];
    const mark = inBrackets ?? code;
    told.push({
      at: call?.createdAt ?? sms?.createdAt ?? 0,
      via: change.kind === "call" ? "call" : "sms",
      to: nameOf(call?.to ?? sms?.to ?? ""),
      text,
      ref: change.sid,
      again: /reminder/i.test(text),
      ...(mark === undefined ? {} : { id: mark }),
      ...(count === undefined ? alertIn(text) : { count }),
      ...(call === undefined ? {} : { call }),
    });
  });
  return told;
}

function fromSlack(message: Message, { slack }: World): Telling {
  const id = String(message.metadata?.event_payload.id ?? "");
  const [, alertId, rung, again = ""] = ITEM.exec(id) ?? [];
  const person = names.find((name) => slack.store.direct(people[name].slack)?.id === message.channel);
  const count = countIn(message.text);
  const digest = /^(D\d+|digest\/\d+)\//.test(id);
  return {
    at: Number(message.ts) * 1000,
    via: person === undefined ? "slack" : "dm",
    to: person ?? "soc",
    text: message.text,
    ref: `${message.channel}/${message.ts}`,
    again: again !== "",
    // The same line may stand in several threads.
    ...(id === "" ? {} : { id: rung === undefined ? `${id} ${message.threadTs ?? ""}` : id }),
    ...(alertId === undefined ? {} : { alertId, rung: `${rung}${again}` }),
    ...(digest && count !== undefined ? { count } : {}),
  };
}

function countIn(text: string): number | undefined {
  const found = TOGETHER.exec(text)?.[1];
  if (found === undefined) return undefined;
  return found.toLowerCase() === "one" ? 1 : Number(found);
}

function nameOf(phone: string): Name | "somebody else" {
  return names.find((name) => people[name].phone === phone) ?? "somebody else";
}
