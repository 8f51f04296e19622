import type { UserSeed } from "../slack/workspace/seed.ts";
import type { UserDraft } from "../thehive/options.ts";

/** Somebody of the story: a name on a phone, in Slack, in TheHive, or in all of them. */
export interface Player {
  readonly name: string;
  readonly fullName: string;
  /** What the page says of them. */
  readonly part: string;
  readonly slack: string;
  readonly email?: string;
  /** From the range that is kept for fiction. */
  readonly phone?: string;
  readonly isAdmin?: true;
}

/** Everybody, the newcomer's first choice first. */
export const cast: readonly [Player, ...Player[]] = [
  {
    name: "alice",
    fullName: "Alice Archer",
    part: "analyst, on call in turns",
    slack: "U0ALICE",
    email: "alice@example.org",
    phone: "+12025550111",
  },
  {
    name: "bob",
    fullName: "Bob Baker",
    part: "analyst, on call in turns",
    slack: "U0BOB",
    email: "bob@example.org",
    phone: "+12025550112",
  },
  {
    name: "carol",
    fullName: "Carol Chen",
    part: "senior, admin",
    slack: "U0CAROL",
    email: "carol@example.org",
    phone: "+12025550113",
    isAdmin: true,
  },
  {
    name: "dave",
    fullName: "Dave Diaz",
    part: "senior",
    slack: "U0DAVE",
    email: "dave@example.org",
    phone: "+12025550114",
  },
  { name: "eve", fullName: "Eve Evans", part: "somebody else", slack: "U0EVE" },
];

/** The number texts and calls come from. */
export const SENDER = "+12025550100";

/** The workspace's people. */
export function slackUsers(): UserSeed[] {
  return cast.map(({ slack, name, fullName, email, isAdmin = false }) => ({
    id: slack,
    name,
    realName: fullName,
    isAdmin,
    ...(email !== undefined && { email }),
  }));
}

/** TheHive's people. */
export function hiveUsers(): UserDraft[] {
  return cast.flatMap(({ email, fullName }) =>
    email === undefined ? [] : [{ login: email, email, name: fullName }],
  );
}

/** Who stands behind an e-mail address, a Slack id or a phone number. */
export function whoIs(mark: string | undefined): Player | undefined {
  return cast.find(
    ({ email, slack, phone, name }) => mark !== undefined && [email, slack, phone, name].includes(mark),
  );
}

/**
 * The settings file of the demo: people and groups; tiers are the product's own defaults.
 *
 * @param now the first instant; Alice is on call from two hours before it
 */
export function demoSettings(now: number): object {
  const people = cast.flatMap(({ name, phone, slack, email }) =>
    phone === undefined ? [] : [[name, { phone, slack, email }]],
  );
  const handoff = new Date(now - 2 * 3_600_000).toISOString().slice(0, 13);
  return {
    people: Object.fromEntries(people),
    groups: {
      oncall: {
        rotation: { members: ["alice", "bob"], timezone: "UTC", start: `${handoff}:00`, every: "12h" },
      },
      seniors: { members: ["carol", "dave"] },
    },
    // Whoever watches need not wait for second attempts.
    voice: { ringFor: "30s", retries: 0 },
    // A demo has a night's worth of alerts in minutes.
    limits: { sms: "30 per 15m", call: "30 per 15m" },
  };
}
