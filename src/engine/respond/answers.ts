import type { Clock, Instant } from "../../lib/time.ts";
import { iso } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { zoneOf } from "../../oncall/people.ts";
import type { AuditEvent } from "../../sla/event.ts";
import type { Actor } from "../../sla/model.ts";
import type { Person } from "../desk.ts";
import type { Item } from "../items/item.ts";
import { isDrill, isTest, membersOf } from "../items/subject.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Named } from "../ports/card-facts.ts";
import type { Chat } from "../ports/chat.ts";
import type { Notice } from "../ports/notice.ts";
import type { PhoneAnswer, Phones } from "../ports/phones.ts";
import type { Watchlist } from "../work/watchlist.ts";
import type { TakeAll, Taken } from "./take-all.ts";

export interface AnswersOptions {
  readonly clock: Clock;
  readonly roster: () => Roster;
  readonly watch: Pick<Watchlist, "get">;
  readonly outbox: Pick<Outbox, "add" | "answered">;
  readonly chat: Pick<Chat, "zoneOf"> | undefined;
  readonly phones: Pick<Phones, "answer"> | undefined;
  /** Says something in the channel, each name once. */
  readonly say: (name: string, notice: Notice) => Promise<void>;
  readonly takeAll: TakeAll;
}

export type Answers = ReturnType<typeof answers>;

/** What somebody with a phone in hand does for themselves: the press of a button, by other means. */
export function answers({ clock, roster, watch, outbox, chat, phones, say, takeAll }: AnswersOptions) {
  /** Calls that have heard what came of their key. */
  const heard = new Set<string>();

  /** Somebody of the settings, as one who presses a button. */
  function person(name: string, by: "sms" | "call"): Person {
    const { slack, email } = roster().people[name] ?? {};
    return { actor: slack ?? name, name, by, ...(email === undefined ? {} : { email }) };
  }

  function named(actor: Actor): string {
    return Object.entries(roster().people).find(([, { slack }]) => slack === actor)?.[0] ?? actor;
  }

  function wordsFor({ numbers, until, from }: Taken): PhoneAnswer {
    if (numbers.length === 0) return { kind: "too-late", numbers };
    return { kind: "taken", numbers, until, ...(from === undefined ? {} : { from: named(from) }) };
  }

  /** Says in the channel that a test was answered: the proof that the whole loop works. Of the weekly one, who has not is said. */
  async function tellTested({ id, to, about }: Item, by: "reply" | "key"): Promise<void> {
    if (isDrill(about)) return;
    const slack = roster().people[to]?.slack;
    const who: Named = { name: to, ...(slack === undefined ? {} : { slack }) };
    await say(`answered/${id}`, { kind: "test-answered", to: who, by });
  }

  function testAnswered({ via, to }: Pick<Item, "via" | "to">, now: Instant): AuditEvent {
    return { at: iso(now), event: "test.answered", actor: person(to, "sms").actor, via, to };
  }

  /** A key was pressed in a call. Asked again until the caller has heard what came of it. */
  async function byKey(item: Item): Promise<void> {
    const answer = item.answeredAt === undefined ? await taken(item) : again(item);
    if (item.ref === undefined || heard.has(item.id)) return;
    const zone = zoneOf(roster(), item.to, item.group, chat?.zoneOf);
    if ((await phones?.answer(item.ref, answer, zone)) === true) heard.add(item.id);
  }

  async function taken(item: Item): Promise<PhoneAnswer> {
    const now = clock.now();
    const entries = outbox.answered(item.id, now);
    if (isTest(item.about)) {
      await outbox.add([], { entries, events: [testAnswered(item, now)] });
      await tellTested(item, "key");
      return { kind: "test-passed" };
    }
    return wordsFor(
      await takeAll(membersOf(item.about), person(item.to, "call"), () => ({ entries, ref: item.ref })),
    );
  }

  /** As it stands: a restart has come between the key and the words. */
  function again({ about, to }: Item): PhoneAnswer {
    if (isTest(about)) return { kind: "test-passed" };
    const { actor } = person(to, "call");
    const held = membersOf(about)
      .flatMap((id) => watch.get(id)?.record ?? [])
      .filter(({ hold }) => hold?.by === actor && hold.until > clock.now());
    const numbers = held.map(({ number }) => number);
    const until = held[0]?.hold?.until;
    return until === undefined ? { kind: "too-late", numbers } : { kind: "taken", numbers, until };
  }

  return { person, wordsFor, tellTested, testAnswered, byKey };
}
