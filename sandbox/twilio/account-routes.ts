import { Hono } from "hono";
import { type HttpEnv, queryOf } from "./http-env.ts";
import { pageOf } from "./paging.ts";
import type { TwilioState } from "./state.ts";
import { accountJson, balanceJson, numberJson } from "./wire.ts";

/** The numbers of the account and what is left to spend. */
export function accountRoutes(state: TwilioState) {
  const createdAt = state.timeline.now();
  return new Hono<HttpEnv>()
    .get("/Balance.json", (c) => c.json(balanceJson(state.account)))
    .get("/IncomingPhoneNumbers.json", (c) => {
      const query = queryOf(c);
      const wanted = query.get("PhoneNumber")?.replaceAll("*", "") ?? "";
      return c.json(
        pageOf({
          records: state.numbers,
          matches: ({ phoneNumber }) => phoneNumber.includes(wanted),
          toJson: (number) => numberJson(state.account.sid, number, createdAt),
          field: "incoming_phone_numbers",
          path: c.req.path,
          query,
        }),
      );
    });
}

/** The account itself, one level above the rest. */
export function accountRoute(state: TwilioState) {
  const createdAt = state.timeline.now();
  return new Hono<HttpEnv>().get(`/${state.account.sid}.json`, (c) =>
    c.json(accountJson(state.account, createdAt)),
  );
}
