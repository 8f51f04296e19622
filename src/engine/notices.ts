import { z } from "zod";
import { hours, type Instant, minutes } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
import { type AlertId, system } from "../sla/model.ts";
import { nextAttempt } from "../sla/plan.ts";
import { Delivery, DeliveryId } from "../sla/record.ts";
import { audienceAt } from "./audience.ts";
import { type Context, iso } from "./context.ts";
import type { Courier, OnOutcome, Parcel } from "./courier.ts";
import type { Notice, Outcome, Page, PageSubject } from "./ports.ts";

/** Messages that are about no single alert: digests, blindness, shifts, tests. As safe as an alert's own. */
export interface Notices {
  /** Resolves once it is written down. @param to a channel, or a Slack user id */
  say(id: string, to: string, notice: Notice): Promise<void>;
  /** Resolves once it is written down. @param to a person's name */
  page(id: string, via: "sms" | "call", to: string, group: string, about: PageSubject): Promise<void>;
  /** Takes up what a crash left behind. */
  resume(): Promise<void>;
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

export function notices(context: Context, courier: Courier, onOutcome: OnOutcome): Notices {
  const { clock, store, timetable, work, phones } = context;
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
      find: (delivery, startedAt) => find(context, delivery, open.get(id)?.content, startedAt),
      keepTrying: hours(1),
    };
  }

  async function save(id: string, delivery: Delivery, outcome?: Outcome): Promise<void> {
    const errand = open.get(id);
    if (errand === undefined) return;
    open.set(id, { ...errand, delivery });
    await store.write(keyOf(id), { ...errand, delivery });
    if (outcome === undefined) return;
    await audit(context, delivery);
    onOutcome(delivery.via, outcome);
    if (outcome.state === "sent" && delivery.via === "call") return follow(id, delivery);
    await end(id, delivery, outcome);
  }

  /** It is over; what did not get through goes to the next person. */
  async function end(id: string, delivery: Delivery, outcome: Outcome): Promise<void> {
    const errand = open.get(id);
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
    await store.remove(keyOf(id));
    timetable.at(`forget ${id}`, (clock.now() + minutes(30)) as Instant, () => open.delete(id));
  }

  function follow(id: string, delivery: Delivery): void {
    const { ref } = delivery;
    if (phones === undefined || ref === undefined) return;
    timetable.at(`follow ${id}`, (clock.now() + 5000) as Instant, () =>
      work.start(`follow ${id}`, async () => {
        const outcome = await phones.follow("call", ref);
        const over = outcome.state === "delivered" || outcome.state === "unanswered";
        if (!over && clock.now() - delivery.at < minutes(10)) return follow(id, delivery);
        const state =
          outcome.state === "delivered" || outcome.state === "unanswered" ? outcome.state : delivery.state;
        await save(
          id,
          { ...delivery, state, settledAt: clock.now() },
          over ? outcome : { state: "delivered", ref },
        );
      }),
    );
  }

  return {
    say: (id, to, notice) =>
      begin({
        version: 1,
        content: { kind: "say", notice },
        delivery: fresh(id, "slack", to, undefined, clock.now()),
      }),
    page: (id, via, to, group, about) =>
      begin({
        version: 1,
        content: { kind: "page", about },
        delivery: fresh(`${id}/1/${via}/${to}/1`, via, to, group, clock.now()),
      }),
    async resume() {
      for (const [, value] of await store.list(keyOf(""))) {
        const errand = Errand.safeParse(value);
        if (!errand.success) continue;
        open.set(errand.data.delivery.id, errand.data);
        if (errand.data.delivery.state === "sent") follow(errand.data.delivery.id, errand.data.delivery);
        else courier.carry(parcel(errand.data.delivery.id));
      }
    },
  };
}

function fresh(
  id: string,
  via: Delivery["via"],
  to: string,
  group: string | undefined,
  now: Instant,
): Delivery {
  // Notices belong to no tier: they count as the first of theirs.
  const base = {
    id: DeliveryId.parse(id),
    tier: 1,
    repeat: 0,
    via,
    to,
    attempt: 1,
    state: "pending" as const,
    at: now,
    tries: 0,
  };
  return group === undefined ? base : { ...base, group };
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
  { chat, phones, roster }: Context,
  delivery: Delivery,
  content: Errand["content"] | undefined,
  startedAt: Instant,
): Promise<Outcome | "not-found"> {
  if (content?.kind === "page") {
    const page = pageOf(delivery, roster().people[delivery.to]?.phone, content.about);
    return phones === undefined || page === undefined ? "not-found" : phones.find(page, startedAt);
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
