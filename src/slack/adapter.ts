import type { ConnectionHealth, Desk } from "../engine/desk.ts";
import type { Chat } from "../engine/ports/chat.ts";
import { systemClock } from "../lib/time.ts";
import type { Standing } from "../oncall/readiness.ts";
import type { Report } from "../report/model.ts";
import { DeliveryId } from "../sla/record.ts";
import { slackPeople } from "./api/people.ts";
import { attachReport } from "./api/report-picture.ts";
import { slackChat } from "./api/sender.ts";
import { type UserGroups, type UserGroupsOptions, userGroups } from "./api/user-groups.ts";
import { slackZones, type Zones } from "./api/zones.ts";
import { type SlackConnectionOptions, slackConnection } from "./connection/connect.ts";
import type { Control } from "./control.ts";
import { registerListeners } from "./listeners/register.ts";
import { slackRights } from "./listeners/rights/rights.ts";

export interface SlackOptions extends SlackConnectionOptions {
  /** The channel alerts go to unless a route says otherwise: `#soc`, `soc` or an id. */
  readonly channel: string;
}

/** What the listeners need besides the desk. */
export interface Governance {
  /** The settings' list of users and user groups that may change things; empty: the workspace's admins. */
  admins(): readonly string[];
  /** Those who may press the buttons of alerts; empty: every full member of the workspace. */
  responders(): readonly string[];
  /** Absent: nothing can be changed from Slack. */
  readonly control?: Control;
}

/** Slack as the program sees it: one to speak with, and one that listens. */
export interface Slack {
  readonly chat: Chat;
  /** Begins to connect and returns at once; call `register` before. */
  start(): void;
  /** Answers what is open, then closes. Ten seconds at most; never throws. */
  stop(): Promise<void>;
  health(): ConnectionHealth;
  /** How Slack knows a user. @throws Error with plain words, when it cannot be asked */
  standing(userId: string): Promise<Standing>;
  /** How many WebSockets are open; two when all is well. */
  connections(): number;
  /** Adds a report's picture and table to a channel, the one alerts go to unless given. @returns why that could not be done */
  attach(report: Report, channel?: string): Promise<string | undefined>;
  /** Takes people's requests to the desk. Call once. */
  register(desk: Desk, governance?: Governance): void;
}

const workspaceAlone: Governance = { admins: () => [], responders: () => [] };

export function slackAdapter(options: SlackOptions): Slack {
  const { clock, log, realTime = systemClock } = options;
  const connection = slackConnection(options);
  const { app, web, channels } = connection;
  const people = slackPeople(web, clock);
  const chat = slackChat({ web, channels, people, channel: options.channel, log });
  let endListeners = () => {};
  let groups: UserGroups | undefined;
  let zones: Zones | undefined;
  return {
    chat,
    start() {
      connection.start();
      groups?.follow();
      zones?.follow();
    },
    health: connection.health,
    standing: people.standing,
    connections: connection.connections,
    async attach(report, channel = options.channel) {
      const found = await channels.idOf(channel).catch(() => channel);
      return attachReport({ web, log }, { report, channel: found });
    },
    async stop() {
      endListeners();
      groups?.stop();
      zones?.stop();
      await connection.stop();
    },
    register(desk, { admins, responders, control } = workspaceAlone) {
      const rights = slackRights({ people, admins, responders, realTime, log });
      endListeners = registerListeners(app, { desk, web, people, rights, control, clock, realTime, log });
      if (control === undefined) return;
      const { roster } = control.live;
      groups = followGroups({ web, clock, log, chat, roster });
      zones = slackZones({ people, clock, log, roster });
      control.live.onChange(groups.follow);
      control.live.onChange(zones.follow);
    },
  };
}

function followGroups({ chat, ...parts }: Omit<UserGroupsOptions, "say"> & { chat: Chat }): UserGroups {
  return userGroups({
    ...parts,
    async say(group, why) {
      const id = DeliveryId.parse(`user-group/${group}/slack`);
      await chat.say(id, chat.channel, { kind: "setup-problem", why });
    },
  });
}
