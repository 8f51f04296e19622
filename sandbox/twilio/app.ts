import { Hono } from "hono";
import { accountRoute, accountRoutes } from "./account-routes.ts";
import { callRoutes } from "./call-routes.ts";
import { doorkeeper, type Parts, refusal } from "./doorkeeper.ts";
import { RestError } from "./errors.ts";
import type { HttpEnv } from "./http-env.ts";
import { messageRoutes } from "./message-routes.ts";
import { queueRoutes } from "./queue-routes.ts";
import { accountPath } from "./wire.ts";

/** The REST API as one HTTP application. */
export function restApi(parts: Parts): Hono<HttpEnv> {
  const { state, faults } = parts;
  const app = new Hono<HttpEnv>();
  app.onError(refusal);
  app.notFound((c) => refusal(new RestError(20404, `The requested resource ${c.req.path} was not found`)));
  app.get("/bins/:name", (c) => {
    const document = state.bins.get(c.req.param("name"));
    return document === undefined ? c.text("", 404) : c.body(document, 200, { "content-type": "text/xml" });
  });
  app.use(doorkeeper(parts));
  app.route("/2010-04-01/Accounts", accountRoute(state));
  for (const routes of [
    messageRoutes(state, faults),
    callRoutes(state, faults),
    accountRoutes(state),
    queueRoutes(state),
  ]) {
    app.route(accountPath(state.account.sid), routes);
  }
  return app;
}
