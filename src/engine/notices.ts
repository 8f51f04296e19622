import { z } from "zod";
import { after, hours, type Instant, iso, minutes } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
import { type AlertId, system } from "../sla/model.ts";
import { nextAttempt, plan } from "../sla/plan.ts";
import { Delivery, DeliveryId } from "../sla/record.ts";
import { audienceAt } from "./audience.ts";
import type { Context } from "./context.ts";
import type { Courier, Parcel } from "./courier.ts";
import type { Notice, Outcome, Page, PageSubject } from "./ports.ts";
import { follow, isAnothers } from "./transmit.ts";

/** Messages that are about no single alert: digests, blindness, shifts, tests. As safe as an alert's own. */
export interface Notices {
  /**
   * Resolves once it is written down.
   * @param to a channel, or a Slack user id
   * @param since it may have been said already, then or later, by a process that died: looked up first
   */
  say(id: string, to: string, notice: Notice, since?: Instant): Promise<void>;
  /** The same by phone. @param to a person's name */
  page(
    id: string,
    via: "sms" | "call",
    to: string,
    group: string,
    about: PageSubject,
    since?: Instant,
  ): Promise<void>;
  /** The same to whoever is to be told in a group now. */
  pageGroup(
    id: string,
    via: "sms" | "call",
    group: string,
    about: PageSubject,
    since?: Instant,
  ): Promise<void>;
  /** Reads what a crash left behind; before anything else. */
  load(): Promise<void>;
  /** Takes it up. */
  resume(): void;
  /** Whether nothing is waiting to be sent. */
  allSettled(): boolean;
}

// The content was made by us and is only read back after a crash.
const Content = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("say"), notice: z.custom<Notice>((value) => typeof value === "object") }),
  z.strictObject({
    kind: z.literal("page"),
    about: z.custom<PageSubject>((value) => typeof value === "object"),
  }),
]);
const Errand = z.strictObject({ version: z.literal(1), delivery: Delivery, content: Content });
type Errand = z.infer<typeof Errand>;

const keyOf = (id: string) => `notice:${id}`;

export function notices(context: Context, courier: Courier): Notices {
  const { clock, store, timetable } = context;
  const open = new Map<string, Errand>();

  async function begin(errand: Errand): Promise<void> {
    const { id } = errand.delivery;
    if (open.has(id)) return;
    open.set(id, errand);
    await store.write(keyOf(id), errand);
    courier.carry(parcel(id));
  }

  function parcel(id: string): Parcel {
    return {
      id,
      read: () => open.get(id)?.delivery,
      save: (delivery, outcome) => save(id, delivery, outcome),
      send: (delivery) => send(context, delivery, open.get(id)?.content),
      find: (delivery, startedAt) => find(context, delivery, open, startedAt),
      follow: ({ via, ref }) => follow(context, via, ref),
      giveUp: () => forget(id),
      unwanted: async () => undefined,
      keepTrying: hours(1),
    };
  }

  async function save(id: string, delivery: Delivery, outcome?: Outcome): Promise<void> {
    const errand = open.get(id);
    if (errand === undefined) return;
    open.set(id, { ...errand, delivery });
    await store.write(keyOf(id), { ...errand, delivery });
    if (outcome === undefined) return;
    await end(id, delivery, outcome).finally(() => audit(context, delivery));
  }

  /** It is over; what did not get through goes to the next person. */
  async function end(id: string, delivery: Delivery, outcome: Outcome): Promise<void> {
    const errand = open.get(id);
    // Texts and calls are followed to their end.
    if (outcome.state === "sent" && errand?.content.kind === "page") return;
    if (
      errand?.content.kind === "page" &&
      (outcome.state === "unanswered" || (outcome.state === "failed" && outcome.scope === "person"))
    ) {
      const now = clock.now();
      const base = id.split("/").slice(0, -4).join("/") as AlertId;
      const family = [...open.values()]
        .map((one) => one.delivery)
        .filter((one) => one.id.startsWith(`${base}/`));
      const setback = outcome.state === "unanswered" ? "unanswered" : "person";
      const further = nextAttempt(
        { alertId: base, deliveries: family },
        delivery,
        setback,
        audienceAt(context, now),
        context.settings().voice.retries,
        now,
      );
      if (further !== undefined) await begin({ version: 1, content: errand.content, delivery: further });
    }
    await forget(id);
  }

  // Not at once from memory: whoever is tried next must know who was tried before.
  async function forget(id: string): Promise<void> {
    await store.remove(keyOf(id));
    timetable.at(`forget ${id}`, after(clock.now(), minutes(30)), () => open.delete(id));
  }

  const page: Notices["page"] = (id, via, to, group, about, since) =>
    begin({
      version: 1,
      content: { kind: "page", about },
      delivery: fresh(`${id}/1/${via}/${to}/1`, { via, to, group }, clock.now(), since),
    });

  return {
    say: (id, to, notice, since) =>
      begin({
        version: 1,
        content: { kind: "say", notice },
        delivery: fresh(id, { via: "slack", to }, clock.now(), since),
      }),
    page,
    async pageGroup(id, via, group, about, since) {
      const now = clock.now();
      const methods = [{ via, group }];
      const request = { alert: { id: id as AlertId }, tier: 1, repeat: 0, methods, channel: undefined };
      for (const { to, state, detail: why } of plan(request, audienceAt(context, now), now)) {
        if (state === "pending") await page(id, via, to, group, about, since);
        else context.log.warn({ notice: id, via, group, why }, "nobody to page");
      }
    },
    allSettled: () =>
      [...open.values()].every(({ delivery: { state } }) => state !== "pending" && state !== "sending"),
    async load() {
      for (const [, value] of await store.list(keyOf(""))) {
        const errand = Errand.safeParse(value);
        if (!errand.success) continue;
        open.set(errand.data.delivery.id, errand.data);
        courier.foresee(errand.data.delivery);
      }
    },
    resume() {
      for (const id of open.keys()) courier.carry(parcel(id));
    },
  };
}

function fresh(
  id: string,
  whom: Pick<Delivery, "via" | "to" | "group">,
  now: Instant,
  since: Instant | undefined,
): Delivery {
  // Notices belong to no tier: they count as the first of theirs.
  const rest = { tier: 1, repeat: 0, attempt: 1, at: now, tries: 0 };
  const begun = since === undefined ? {} : { startedAt: since };
  const state = since === undefined ? "pending" : "sending";
  return { id: DeliveryId.parse(id), ...whom, ...rest, ...begun, state };
}

async function send(
  { chat, phones, roster }: Context,
  delivery: Delivery,
  content: Errand["content"] | undefined,
): Promise<Outcome> {
  const nobody: Outcome = {
    state: "failed",
    scope: "person",
    detail: `${delivery.to} cannot be reached by ${delivery.via}`,
  };
  switch (content?.kind) {
    case "say":
      return chat === undefined ? nobody : chat.say(delivery.id, delivery.to, content.notice);
    case "page": {
      const page = pageOf(delivery, roster().people[delivery.to]?.phone, content.about);
      return phones === undefined || page === undefined ? nobody : phones.send(page);
    }
    case undefined:
      return nobody;
    default:
      return unreachable(content);
  }
}

async function find(
  context: Context,
  delivery: Delivery,
  open: ReadonlyMap<string, Errand>,
  startedAt: Instant,
): Promise<Outcome | "not-found"> {
  const { chat, phones, roster } = context;
  const content = open.get(delivery.id)?.content;
  if (content?.kind === "page") {
    const page = pageOf(delivery, roster().people[delivery.to]?.phone, content.about);
    if (phones === undefined || page === undefined) return "not-found";
    return phones.find(page, startedAt, (ref) => {
      const others = [...open.values()].map((errand) => errand.delivery);
      const isNotices = others.some((other) => other.ref === ref && other.id !== delivery.id);
      return isNotices || isAnothers(context, ref, delivery.id);
    });
  }
  return chat === undefined ? "not-found" : chat.find(delivery.id, { channel: delivery.to }, startedAt);
}

function pageOf(
  { id, via, to, attempt }: Delivery,
  phone: string | undefined,
  about: PageSubject,
): Page | undefined {
  return phone === undefined || (via !== "sms" && via !== "call")
    ? undefined
    : { id, via, to, phone, about, attempt };
}

async function audit({ trail, clock }: Context, { id, state, via, to, detail }: Delivery): Promise<void> {
  const event =
    state === "sent"
      ? "notification.sent"
      : state === "delivered"
        ? "notification.delivered"
        : "notification.failed";
  await trail.append([
    {
      at: iso(clock.now()),
      event,
      actor: system,
      via,
      to,
      detail: { notice: id, ...(detail === undefined ? {} : { why: detail }) },
    },
  ]);
}
