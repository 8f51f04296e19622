import { escaped } from "../reading/mrkdwn.ts";
import type { Store } from "../workspace/store.ts";

/**
 * What the app receives of a command's text when its manifest asks for escaping:
 * known people, channels, groups and addresses become references, the rest is escaped.
 */
export function escapedCommand(text: string, store: Store): string {
  return escaped(text)
    .replace(/(?<![\w.<])@([\w.-]+)/g, (whole, name: string) => {
      const user = [...store.users.values()].find((candidate) => candidate.name === name);
      if (user) return `<@${user.id}|${user.name}>`;
      const group = [...store.userGroups.values()].find(({ handle }) => handle === name);
      return group ? `<!subteam^${group.id}|@${group.handle}>` : whole;
    })
    .replace(/(?<![\w<])#([\w-]+)/g, (whole, name: string) => {
      const channel = store.findChannel(name);
      if (!channel || channel.name !== name) return whole;
      return `<#${channel.id}|${channel.kind === "private" ? "" : name}>`;
    })
    .replace(/(?<![<|])\bhttps?:\/\/[^\s<>|]+/g, (url) => `<${url}>`);
}

/** A command line as typed, taken apart: `/sla status high`. */
export function parsedCommand(line: string): { command: string; text: string } {
  const match = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim());
  if (!match) throw new Error(`A slash command begins with "/", got "${line}"`);
  return { command: match[1] ?? "", text: match[2] ?? "" };
}
