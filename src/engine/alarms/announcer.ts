import type { Logger } from "pino";
import type { Clock } from "../../lib/time.ts";
import { type Audience, plan } from "../../sla/plan.ts";
import { newItem } from "../items/item.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Notice } from "../ports/notice.ts";
import type { PageSubject } from "../ports/phones.ts";

/** Says what is about no single alert: as safe as an alert's own. Each name is said once. */
export interface Announcer {
  /** In a channel; the one alerts go to unless given. A later notice of the same topic replaces an unsent one. */
  say(name: string, notice: Notice, options?: { channel?: string; topic?: string }): Promise<void>;
  /** To one person. @param to a Slack user id */
  message(name: string, to: string, notice: Notice): Promise<void>;
  /** To whoever is on duty in a group now. */
  page(
    name: string,
    via: "sms" | "call",
    group: string,
    about: PageSubject,
    options?: { topic?: string },
  ): Promise<void>;
}

export interface AnnouncerOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly outbox: Pick<Outbox, "add">;
  readonly audience: () => Audience;
  /** undefined = Slack is off. */
  readonly channel: string | undefined;
}

export function announcer({ clock, log, outbox, audience, channel }: AnnouncerOptions): Announcer {
  return {
    async say(name, notice, { channel: to = channel, topic } = {}) {
      if (to === undefined) return;
      const about = { kind: "notice", name, notice, ...(topic === undefined ? {} : { topic }) } as const;
      await outbox.add([newItem(about, { via: "slack", to, attempt: 1 }, clock.now())]);
    },
    async message(name, to, notice) {
      if (channel === undefined) return;
      await outbox.add([
        newItem({ kind: "notice", name, notice }, { via: "dm", to, attempt: 1 }, clock.now()),
      ]);
    },
    async page(name, via, group, notice, { topic } = {}) {
      const about = { kind: "notice", name, notice, ...(topic === undefined ? {} : { topic }) } as const;
      const targets = plan([{ via, group }], undefined, audience());
      const missing = targets.find(({ failed }) => failed !== undefined);
      if (missing !== undefined)
        log.warn({ notice: name, via, group, why: missing.failed }, "nobody to page");
      const items = targets.map((target) => newItem(about, target, clock.now()));
      await outbox.add(items.filter(({ state }) => state === "pending"));
    },
  };
}
