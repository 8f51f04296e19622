import { z } from "zod";
import type { UserGroup } from "../../workspace/model.ts";
import { userGroupJson, userJson } from "../../workspace/wire.ts";
import { ApiFailure } from "../api-failure.ts";
import { flag, list, word } from "../args.ts";
import { type Desk, type Methods, method } from "../method.ts";
import { page, pageArgs } from "../paging.ts";

/** People and groups of people. */
export const userMethods: Methods = {
  "users.info": method({
    args: z.object({ user: word, include_locale: flag.optional() }),
    scopes: ["users:read"],
    tier: 4,
    run(args, { store, credentials }) {
      const user = store.users.get(args.user);
      if (!user) throw new ApiFailure("user_not_found");
      const locale = args.include_locale ? { locale: "en-GB" } : {};
      return { user: { ...userJson(user, store, credentials.scopes.has("users:read.email")), ...locale } };
    },
  }),

  "users.list": method({
    args: z.object(pageArgs),
    scopes: ["users:read"],
    tier: 2,
    run(args, { store, credentials }) {
      const withEmail = credentials.scopes.has("users:read.email");
      // Without a limit Slack tries to send everybody at once.
      const cut = page([...store.users.values()], args, { usual: store.users.size, most: 1000 });
      return {
        members: cut.items.map((user) => userJson(user, store, withEmail)),
        cache_ts: store.seconds(),
        response_metadata: cut.metadata,
      };
    },
  }),

  "users.lookupByEmail": method({
    args: z.object({ email: word }),
    scopes: ["users:read.email"],
    tier: 3,
    run(args, { store }) {
      const wanted = args.email.toLowerCase();
      const user = [...store.users.values()].find(({ email }) => email?.toLowerCase() === wanted);
      if (!user) throw new ApiFailure("users_not_found");
      return { user: userJson(user, store, true) };
    },
  }),

  "usergroups.list": method({
    args: z.object({ include_users: flag.optional() }),
    scopes: ["usergroups:read"],
    tier: 2,
    run(args, desk) {
      refuseFreePlan(desk);
      const groups = [...desk.store.userGroups.values()];
      return {
        usergroups: groups.map((group) => userGroupJson(group, desk.store, args.include_users ?? false)),
      };
    },
  }),

  "usergroups.users.list": method({
    args: z.object({ usergroup: word }),
    scopes: ["usergroups:read"],
    tier: 2,
    run: (args, desk) => ({ users: userGroup(args.usergroup, desk).users }),
  }),

  "usergroups.users.update": method({
    args: z.object({ usergroup: word, users: list }),
    scopes: ["usergroups:write"],
    tier: 2,
    run(args, desk) {
      const group = userGroup(args.usergroup, desk);
      if (args.users.length === 0) throw new ApiFailure("no_users_provided");
      if (!args.users.every((user) => desk.store.users.has(user))) throw new ApiFailure("invalid_users");
      group.users = args.users;
      group.updated = desk.store.seconds();
      desk.store.changed({ kind: "user-group", id: group.id });
      return { usergroup: userGroupJson(group, desk.store, true) };
    },
  }),
};

function userGroup(id: string, desk: Desk): UserGroup {
  refuseFreePlan(desk);
  const group = desk.store.userGroups.get(id);
  if (!group) throw new ApiFailure("no_such_subteam");
  return group;
}

function refuseFreePlan({ behaviour }: Desk): void {
  if (behaviour.plan === "free") throw new ApiFailure("plan_upgrade_required");
}
