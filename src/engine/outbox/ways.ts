import type { Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { Roster } from "../../oncall/model.ts";
import { zoneOf } from "../../oncall/people.ts";
import { because } from "../../sla/reason.ts";
import type { Item } from "../items/item.ts";
import type { Chat } from "../ports/chat.ts";
import type { Outcome } from "../ports/outcome.ts";
import type { Page, Phones } from "../ports/phones.ts";
import type { Wording } from "./wording.ts";

/** What sends, finds and follows one item. None of them throws: every failure is an outcome. */
interface Way {
  /** Whatever may take a moment before a send goes out at once; absent where nothing does. */
  readonly ready?: () => Promise<void>;
  send(item: Item): Promise<Outcome>;
  /** Looks at the provider for what an earlier try may have done. */
  find(
    item: Item,
    startedAt: Instant,
    isAnothers: (ref: string) => boolean,
    ledSince?: Instant,
  ): Promise<Outcome | "not-found">;
  /** Asks how it went on; absent where `sent` is the last word. */
  readonly follow?: (ref: string) => Promise<Outcome>;
  /** Ends what is under way; absent where nothing is. */
  readonly hangUp?: (ref: string) => Promise<void>;
  /** Ends what nobody has taken yet; false where somebody has, or it is over. Absent where nothing is under way. */
  readonly cancel?: (ref: string) => Promise<boolean>;
}

export interface WaysOptions {
  readonly chat: Chat | undefined;
  readonly phones: Phones | undefined;
  readonly roster: () => Roster;
  readonly wording: Wording;
}

export type Ways = Readonly<Record<Item["via"], Way>>;

/** Every way out, by name. */
export function ways(options: WaysOptions): Ways {
  return {
    slack: channelWay(options),
    dm: personWay(options),
    sms: phoneWay("sms", options),
    call: phoneWay("call", options),
  };
}

function channelWay({ chat, wording }: WaysOptions): Way {
  return {
    ready: async () => chat?.ready?.(),
    async send(item) {
      if (chat === undefined) return off("Slack is off");
      const words = wording.inChannel(item);
      switch (words?.kind) {
        case "card":
          return chat.postCard(item.id, item.to, words.facts);
        case "reply":
          return chat.reply(item.id, words.card, words.reply);
        case "notice":
          return chat.say(item.id, item.to, words.notice);
        case undefined:
          return gone(item);
        default:
          return unreachable(words);
      }
    },
    async find(item, startedAt) {
      if (chat === undefined) return "not-found";
      const words = wording.inChannel(item);
      const where =
        words?.kind === "reply"
          ? { channel: words.card.channel, thread: words.card.ts }
          : { channel: item.to };
      return chat.find(item.id, where, startedAt);
    },
  };
}

function personWay({ chat, roster, wording }: WaysOptions): Way {
  // A notice may be for somebody who is not among the people.
  const userOf = ({ to, group }: Item) =>
    roster().people[to]?.slack ?? (group === undefined ? to : undefined);
  return {
    ready: async () => chat?.ready?.(),
    async send(item) {
      const user = userOf(item);
      const notice = wording.toPerson(item);
      if (user === undefined || chat === undefined || notice === undefined) return gone(item);
      return chat.say(item.id, user, notice);
    },
    async find(item, startedAt) {
      const user = userOf(item);
      if (user === undefined || chat === undefined) return "not-found";
      return chat.find(item.id, { channel: user }, startedAt);
    },
  };
}

function phoneWay(via: "sms" | "call", { chat, phones, roster, wording }: WaysOptions): Way {
  function pageOf(item: Item): Page | undefined {
    const { id, to, attempt, code } = item;
    const phone = roster().people[to]?.phone;
    const about = wording.byPhone(item);
    if (phone === undefined || about === undefined) return undefined;
    const zone = zoneOf(roster(), to, item.group, chat?.zoneOf);
    return { id, via, to, phone, attempt, about, zone, ...(code === undefined ? {} : { code }) };
  }
  return {
    ready: async () => phones?.ready?.(via),
    async send(item) {
      if (phones === undefined) return off("Twilio is not set up");
      const page = pageOf(item);
      return page === undefined ? gone(item) : phones.send(page);
    },
    async find(item, startedAt, isAnothers, ledSince) {
      const page = pageOf(item);
      return phones === undefined || page === undefined
        ? "not-found"
        : phones.find(page, startedAt, isAnothers, ledSince);
    },
    follow: async (ref) => phones?.follow(via, ref) ?? { state: "sent", ref },
    ...(via === "call"
      ? {
          hangUp: async (ref: string) => phones?.hangUp(ref),
          cancel: async (ref: string) => (await phones?.cancel(ref)) ?? false,
        }
      : {}),
  };
}

function off(name: "Slack is off" | "Twilio is not set up"): Outcome {
  return { state: "failed", scope: "setup", ...because(name) };
}

function gone({ to, via }: Item): Outcome {
  const reason = { name: "no longer reachable", who: to } as const;
  return { state: "failed", scope: "person", detail: `${to} can no longer be reached by ${via}`, reason };
}
