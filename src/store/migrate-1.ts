import { z } from "zod";
import { Instant } from "../lib/time.ts";
import { TierRef, Via } from "../sla/model.ts";
import { DeliveryId, DeliveryState } from "../sla/record.ts";
import { asideKey } from "./set-aside.ts";

/*
 * Layout 1 kept what was told of an alert inside its record, and what was told of no alert as `notice:` rows. Since
 * layout 2 each of them is an `item:` row.
 */

const Delivery = z.strictObject({
  id: DeliveryId,
  tier: TierRef,
  repeat: z.number().int().nonnegative().default(0),
  via: Via,
  group: z.string().optional(),
  to: z.string(),
  attempt: z.number().int().positive(),
  state: DeliveryState,
  at: Instant,
  startedAt: Instant.optional(),
  settledAt: Instant.optional(),
  tries: z.number().int().nonnegative().default(0),
  notBefore: Instant.optional(),
  ref: z.string().optional(),
  detail: z.string().optional(),
});
type Delivery = z.infer<typeof Delivery>;

// Everything else in it has stayed as it was.
const Record1 = z.looseObject({
  version: z.literal(1),
  alertId: z.string(),
  deliveries: z.array(z.unknown()),
});

const Content = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("say"), notice: z.looseObject({ kind: z.string() }) }),
  z.strictObject({ kind: z.literal("page"), about: z.looseObject({ kind: z.string() }) }),
]);
const Notice1 = z.strictObject({ version: z.literal(1), delivery: Delivery, content: Content });

type Entry = readonly [key: string, value: unknown];

/** @returns the rows of layout 2; what it cannot read stays as it is, and nothing is lost */
export function migrateFrom1(rows: readonly Entry[]): Entry[] {
  return rows.flatMap(([key, value]): Entry[] => {
    if (key === "meta:version") return [[key, 2]];
    if (key.startsWith("record:")) return recordOf(key, value);
    if (key.startsWith("notice:")) return noticeOf(key, value);
    return [[key, value]];
  });
}

function recordOf(key: string, value: unknown): Entry[] {
  const record = Record1.safeParse(value);
  if (!record.success) return [[key, value]];
  const { deliveries, ...rest } = record.data;
  return [
    [key, { ...rest, version: 2 }],
    ...deliveries.map((one, index) => itemOf(rest.alertId, one, index)),
  ];
}

function itemOf(alertId: string, value: unknown, index: number): Entry {
  const delivery = Delivery.safeParse(value);
  if (!delivery.success) return [asideKey(`item:${alertId}/${index}`), { value, why: "layout 1 had it so" }];
  const { tier, repeat } = delivery.data;
  return entryOf(delivery.data, { kind: "tier", alertId, tier, repeat });
}

const settled: ReadonlySet<DeliveryState> = new Set(["delivered", "unanswered", "failed", "dropped"]);

/** What was settled is dropped: nothing asks for it any more. */
function noticeOf(key: string, value: unknown): Entry[] {
  const row = Notice1.safeParse(value);
  if (!row.success) return [[asideKey(key), { value, why: "layout 1 had it so" }]];
  const { delivery, content } = row.data;
  if (settled.has(delivery.state)) return [];
  // A page's id ends in what it is about: tier, way, person, attempt.
  const name = content.kind === "say" ? delivery.id : delivery.id.split("/").slice(0, -4).join("/");
  const notice = content.kind === "say" ? content.notice : content.about;
  return [entryOf(delivery, { kind: "notice", name, notice })];
}

function entryOf({ tier: _, repeat: __, ...delivery }: Delivery, about: object): Entry {
  return [`item:${delivery.id}`, { version: 1, about, ...delivery }];
}
