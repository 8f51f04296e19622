import { z } from "zod";
import type { Message } from "../../workspace/model.ts";
import { tsOf } from "../../workspace/store.ts";
import { messageJson } from "../../workspace/wire.ts";
import { ApiFailure } from "../api-failure.ts";
import { flag, word } from "../args.ts";
import { readableChannel } from "../channel-access.ts";
import { type Desk, type Methods, method } from "../method.ts";
import { page, pageArgs } from "../paging.ts";

const ts = z.string().regex(/^\d+(\.\d+)?$/, "invalid_ts");
const span = {
  oldest: ts.optional(),
  latest: ts.optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
  ...pageArgs,
};

interface Span {
  oldest?: string | undefined;
  latest?: string | undefined;
  inclusive?: boolean | undefined;
}

/** Reading messages back. */
export const historyMethods: Methods = {
  "conversations.history": method({
    args: z.object({ channel: word, ...span }),
    tier: 3,
    run(args, desk) {
      const { timeline } = readableChannel(args.channel, desk);
      const cut = page(settled(newestFirst(timeline, args), desk), args, { usual: 100, most: 999 });
      return {
        messages: shown(cut.items, args.include_all_metadata, desk),
        has_more: cut.hasMore,
        pin_count: 0,
        response_metadata: cut.metadata,
      };
    },
  }),

  "conversations.replies": method({
    args: z.object({ channel: word, ts, ...span }),
    tier: 3,
    run(args, desk) {
      const channel = readableChannel(args.channel, desk);
      const message = channel.byTs.get(args.ts);
      if (!message) throw new ApiFailure("thread_not_found");
      const parent =
        (message.threadTs === undefined ? undefined : channel.byTs.get(message.threadTs)) ?? message;
      const within = inSpan(args);
      const replies = parent.thread.filter((reply) => within(reply.ts));
      const cut = page(settled([parent, ...replies], desk), args, { usual: 1000, most: 1000 });
      return {
        messages: shown(cut.items, args.include_all_metadata, desk),
        has_more: cut.hasMore,
        response_metadata: cut.metadata,
      };
    },
  }),
};

// Walks back only as far as asked: a busy channel is long, and the question is mostly about its end.
function newestFirst(timeline: readonly Message[], span: Span): Message[] {
  const within = inSpan(span);
  const found: Message[] = [];
  for (let index = timeline.length - 1; index >= 0; index -= 1) {
    const message = timeline[index];
    if (!message || (span.oldest !== undefined && order(message.ts, span.oldest) < 0)) break;
    if (within(message.ts)) found.push(message);
  }
  return found;
}

function inSpan({ oldest, latest, inclusive = false }: Span): (ts: string) => boolean {
  const least = inclusive ? 0 : 1;
  return (at) =>
    (oldest === undefined || order(at, oldest) >= least) &&
    (latest === undefined || order(latest, at) >= least);
}

function settled(messages: Message[], { behaviour, store }: Desk): Message[] {
  if (behaviour.historyDelay === 0) return messages;
  const until = tsOf((store.clock.now() - behaviour.historyDelay) * 1000);
  return messages.filter((message) => order(message.ts, until) <= 0);
}

function shown(messages: readonly Message[], all: boolean | undefined, { store }: Desk): unknown[] {
  return messages.map((message) => messageJson(message, store, all ? "full" : "type"));
}

/** Orders time stamps; fractions may have any number of digits, so neither text nor floats would do. */
function order(left: string, right: string): number {
  const [leftSeconds = "", leftFraction = ""] = left.split(".");
  const [rightSeconds = "", rightFraction = ""] = right.split(".");
  return (
    Number(leftSeconds) - Number(rightSeconds) ||
    Number(leftFraction.padEnd(6, "0").slice(0, 6)) - Number(rightFraction.padEnd(6, "0").slice(0, 6))
  );
}
