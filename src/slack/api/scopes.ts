/** Bot scopes without which something does not work, and what that is. The manifest asks for exactly these. */
export const requiredScopes = {
  "chat:write": "post and redraw cards",
  commands: "take /sla",
  "channels:read": "find the channel by its name",
  "channels:join": "join a public channel",
  "channels:history": "look whether a card was posted",
  "groups:read": "find a private channel by its name",
  "groups:history": "look whether a card was posted in a private channel",
  "im:write": "write to one person",
  "im:history": "look whether a person was written to",
  "files:write": "send the picture of a report",
  "users:read": "know workspace admins and time zones",
  "users:read.email": "assign an alert to the same person in TheHive",
} as const;

/** Scopes for what not every workspace has or wants. */
export const optionalScopes = {
  "usergroups:read": "name user groups as admins",
  "usergroups:write": "let a user group follow a rotation",
} as const;
