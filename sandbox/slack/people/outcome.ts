import type { Delivery, Envelope } from "../socket-mode/envelopes.ts";
import type { Activity } from "../web-api/activity.ts";
import type { Reply } from "../web-api/response-urls.ts";
import type { Feed } from "../workspace/feed.ts";
import type { Change, Channel, Message, View } from "../workspace/model.ts";
import type { Store } from "../workspace/store.ts";
import type { ViewStacks } from "../workspace/view-stacks.ts";

/** What a person sees come of something they did. */
export interface Outcome {
  /** Payload of the ack; undefined when there was none. */
  readonly ack: unknown;
  /** Real milliseconds until the ack. */
  readonly ackMs: number | undefined;
  /** What Slack itself says went wrong: `operation_timeout`, `dispatch_failed`, or why it refused the ack. */
  readonly error: string | undefined;
  /** Answers to this person: ephemeral and direct messages, and whatever came with the ack or by response URL. */
  readonly messages: readonly Message[];
  /** Other messages of the channel that were posted or edited meanwhile. */
  readonly changed: readonly Message[];
  /** The modal on top afterwards. */
  readonly modal: View | undefined;
  readonly home: View | undefined;
}

/** How long to wait for the app, in real milliseconds. */
export interface Patience {
  /** The app is done when it has asked nothing for so long. */
  readonly quiet: number;
  /** When it shows nothing at all, give up after so long. */
  readonly most: number;
}

/** What an observation needs to look at. */
export interface Scene {
  readonly store: Store;
  readonly views: ViewStacks;
  readonly feed: Feed<Change>;
  readonly activity: Activity;
  readonly patience: Patience;
}

/** What is known of an interaction besides how its payload fared. */
interface Ending {
  reply?: Reply;
  error?: string | undefined;
  /** Usually nothing follows, so a short look is enough. */
  expectsNothing?: boolean;
}

/** Watches what one person sees from now on, until `finish`. */
export function observe(user: string, channel: Channel | undefined, scene: Scene) {
  const messages = new Set<Message>();
  const changed = new Set<Message>();
  let seen = false;
  const stop = scene.feed.on((change) => {
    if (change.kind === "ephemeral" && change.message.visibleTo === user) {
      seen = true;
      if (change.action === "shown") messages.add(change.message);
      else changed.add(change.message);
    }
    if (change.kind === "message") {
      const mine = scene.store.direct(user)?.id === change.message.channel;
      if (!mine && change.message.channel !== channel?.id) return;
      seen = true;
      if (mine && change.action === "posted") messages.add(change.message);
      else changed.add(change.message);
    }
    if ((change.kind === "modal" || change.kind === "home") && change.user === user) seen = true;
  });

  return {
    /** Waits for what follows the ack and says what was seen in all. */
    async finish(
      delivery: Delivery,
      { reply, error, expectsNothing = false }: Ending = {},
    ): Promise<Outcome> {
      const most = delivery.kind === "acked" ? scene.patience.most : 0;
      const enough = expectsNothing || error !== undefined;
      await scene.activity.settled(() => seen || enough, { ...scene.patience, most });
      stop();
      for (const message of reply?.messages ?? []) messages.add(message);
      const envelope = delivery.kind === "acked" ? delivery.envelope : undefined;
      return {
        ack: envelope?.ack,
        ackMs: envelope?.latency,
        error: error ?? deliveryError(delivery),
        messages: [...messages],
        changed: [...changed].filter((message) => !messages.has(message)),
        modal: scene.views.top(user),
        home: scene.views.home(user),
      };
    },
  };
}

/** The ack as an object; empty when it is nothing of the kind. */
export function ackObject({ ack }: Envelope): Record<string, unknown> {
  return typeof ack === "object" && ack !== null ? { ...ack } : {};
}

// Which text appears without any connection is not documented.
function deliveryError(delivery: Delivery): string | undefined {
  switch (delivery.kind) {
    case "acked":
      return undefined;
    case "unanswered":
      return "operation_timeout";
    case "unreachable":
      return "dispatch_failed";
  }
}
