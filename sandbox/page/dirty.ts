import { whoIs } from "../demo/cast.ts";
import type { Outside } from "../demo/soc.ts";
import type { Message, Change as SlackChange } from "../slack/workspace/model.ts";
import type { Change as PhoneChange } from "../twilio/model.ts";
import type { PieceName } from "./wire.ts";

/** A piece that may have changed, and for whom; everybody when nobody is named. */
export interface Stale {
  readonly name: PieceName;
  readonly viewer?: string | undefined;
}

/** Says after each change outside which pieces of the page are no longer true. */
export function watchForChanges({ hive, slack, twilio }: Outside, tell: (stale: Stale) => void): () => void {
  const leave = [
    slack.onChange((change) => {
      for (const stale of ofSlack(change)) tell(stale);
    }),
    twilio.onChange((change) => {
      const name = phoneOf(change, twilio);
      if (name !== undefined) tell({ name: `phone/${name}` });
    }),
    hive.onChange(({ kind }) => {
      tell({ name: "hive" });
      if (kind.startsWith("case")) tell({ name: "cases" });
    }),
  ];
  return () => {
    for (const stop of leave) stop();
  };
}

function ofSlack(change: SlackChange): readonly Stale[] {
  switch (change.kind) {
    case "message":
      return ofMessage(change.message, change.action);
    case "ephemeral": {
      const { channel, ts, visibleTo: viewer } = change.message;
      return [
        { name: `message/${channel}/${ts}`, viewer },
        { name: `channel/${channel}`, viewer },
        { name: "slack", viewer },
      ];
    }
    case "modal":
    case "home":
      return [{ name: change.kind, viewer: change.user }];
    case "channel":
    case "connection":
    case "user-group":
      return [{ name: "slack" }];
    case "file":
    case "envelope":
    case "request":
      return [];
  }
}

function ofMessage(
  { channel, ts, threadTs }: Message,
  action: Extract<SlackChange, { kind: "message" }>["action"],
): readonly Stale[] {
  const itself: Stale = { name: `message/${channel}/${ts}` };
  const head: readonly Stale[] = threadTs === undefined ? [] : [{ name: `message/${channel}/${threadTs}` }];
  if (action === "edited" || action === "reacted") return [itself, ...head];
  return [itself, ...head, { name: `channel/${channel}` }, { name: "slack" }];
}

function phoneOf(change: PhoneChange, { calls, messages }: Outside["twilio"]): string | undefined {
  switch (change.kind) {
    case "call":
      return whoIs(calls.get(change.sid)?.to)?.name;
    case "message": {
      const sms = messages.get(change.sid);
      return whoIs(sms?.direction === "inbound" ? (sms.from ?? undefined) : sms?.to)?.name;
    }
    case "phone":
      return whoIs(change.number)?.name;
    case "request":
      return undefined;
  }
}
