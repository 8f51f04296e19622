import type { Lease } from "../database/lease.ts";
import type { Chat } from "../engine/ports/chat.ts";
import type { Outcome } from "../engine/ports/outcome.ts";
import type { Phones } from "../engine/ports/phones.ts";

/** Of a leader that was replaced: whoever leads now tells it, or has. */
const replaced: Outcome = {
  state: "unknown",
  detail: "another copy leads by now",
  reason: { name: "another copy leads" },
};

/** Slack, as long as this copy leads: somebody who was frozen makes sure before each word. */
export function guardedChat(chat: Chat, lease: Pick<Lease, "standing">): Chat {
  const guarded = guard(lease);
  return {
    ...chat,
    postCard: (...told) => guarded(() => chat.postCard(...told)),
    redrawCard: (...told) => guarded(() => chat.redrawCard(...told)),
    reply: (...told) => guarded(() => chat.reply(...told)),
    remark: (...told) => guarded(() => chat.remark(...told)),
    say: (...told) => guarded(() => chat.say(...told)),
  };
}

/** Twilio, in the same way. */
export function guardedPhones(phones: Phones, lease: Pick<Lease, "standing">): Phones {
  const guarded = guard(lease);
  const isLost = async () => (await lease.standing()) === "lost";
  const { inbox } = phones;
  return {
    ...phones,
    send: (page) => guarded(() => phones.send(page)),
    async hangUp(ref) {
      if (!(await isLost())) await phones.hangUp(ref);
    },
    cancel: async (ref) => !(await isLost()) && (await phones.cancel(ref)),
    answer: async (...said) => !(await isLost()) && (await phones.answer(...said)),
    ...(inbox === undefined ? {} : { inbox: async (since) => ((await isLost()) ? undefined : inbox(since)) }),
  };
}

function guard(lease: Pick<Lease, "standing">) {
  return async (act: () => Promise<Outcome>): Promise<Outcome> =>
    (await lease.standing()) === "lost" ? replaced : act();
}
