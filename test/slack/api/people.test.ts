import { expect, test } from "vitest";
import { workspace } from "../workspace.ts";

const users = [
  { id: "U0ANN00001", name: "ann" },
  { id: "U0BOB00001", name: "bob", isDeactivated: true },
  { id: "U0GUEST001", name: "gus", isGuest: "single-channel" as const },
  { id: "U0ROBOT001", name: "rob", isBot: true },
];

test("Slack tells how it knows somebody, and that it knows nobody of that id", async () => {
  const { slack } = await workspace({ users });
  const known = [...users.map(({ id }) => id), "U0NOBODY01"].map((id) => slack.standing(id));
  expect(await Promise.all(known)).toEqual(["full", "deactivated", "guest", "bot", "missing"]);
});

test("what Slack refuses to tell is an error in plain words", async () => {
  const { slack, server } = await workspace({ users });
  server.credentials.scopes.delete("users:read");
  await expect(slack.standing("U0ANN00001")).rejects.toThrow(/^[A-Z][^_]+$/);
});
