import { Hono } from "hono";
import { RestError } from "./errors.ts";
import { type HttpEnv, queryOf } from "./http-env.ts";
import type { Call, Queue } from "./model.ts";
import { pageOf } from "./paging.ts";
import type { TwilioState } from "./state.ts";
import { memberJson, queueJson } from "./wire.ts";

/** `Queues`: which there are, and which calls wait in one. */
export function queueRoutes(state: TwilioState) {
  const { sid: account } = state.account;
  const waiting = ({ name }: Queue): Call[] => [...state.liveCalls].filter(({ queue }) => queue === name);
  return new Hono<HttpEnv>()
    .get("/Queues.json", (c) =>
      c.json(
        pageOf({
          records: state.queues.inOrder,
          matches: () => true,
          toJson: (queue) => queueJson(account, queue, waiting(queue).length),
          field: "queues",
          path: c.req.path,
          query: queryOf(c),
        }),
      ),
    )
    .get("/Queues/:sid/Members.json", (c) => {
      const queue = state.queues.bySid.get(c.req.param("sid"));
      if (queue === undefined)
        throw new RestError(20404, `The requested resource ${c.req.path} was not found`);
      const now = state.timeline.now();
      return c.json(
        pageOf({
          records: waiting(queue),
          matches: () => true,
          toJson: (call) => memberJson(account, queue, call, now),
          field: "queue_members",
          path: c.req.path,
          query: queryOf(c),
        }),
      );
    });
}
