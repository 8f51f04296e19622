import type { z } from "zod";
import type { Behaviour } from "../workspace/behaviour.ts";
import type { Credentials, TokenKind } from "../workspace/credentials.ts";
import type { Store } from "../workspace/store.ts";
import type { Triggers } from "../workspace/triggers.ts";
import type { Uploads } from "../workspace/uploads.ts";
import type { ViewStacks } from "../workspace/view-stacks.ts";
import { type RawArgs, readArgs } from "./args.ts";
import type { Tier } from "./rate-limits.ts";

/** All that a method may look at and change. */
export interface Desk {
  readonly store: Store;
  readonly views: ViewStacks;
  readonly triggers: Triggers;
  readonly uploads: Uploads;
  readonly credentials: Credentials;
  readonly behaviour: Behaviour;
  /** A WebSocket address that admits one connection. */
  readonly socketUrl: () => string;
  /** Where the Web API is reached, without a slash at the end. */
  readonly origin: () => string;
}

/** The fields of a good answer besides `ok`. */
export type Reply = Readonly<Record<string, unknown>>;

/** One Web API method, ready to be called. */
export interface Method {
  readonly token: TokenKind;
  /** Scopes that every call needs. */
  readonly scopes: readonly string[];
  readonly tier: Tier;
  /** @throws ApiFailure for every refusal */
  readonly run: (raw: RawArgs, desk: Desk) => Reply;
}

/** Methods by name. */
export type Methods = Readonly<Record<string, Method>>;

/** Describes a method: what it takes, needs and does. */
export function method<Schema extends z.ZodType>(spec: {
  args: Schema;
  scopes?: readonly string[];
  tier: Tier;
  token?: TokenKind;
  run: (args: z.infer<Schema>, desk: Desk) => Reply;
}): Method {
  return {
    token: spec.token ?? "bot",
    scopes: spec.scopes ?? [],
    tier: spec.tier,
    run: (raw, desk) => spec.run(readArgs(spec.args, raw), desk),
  };
}
