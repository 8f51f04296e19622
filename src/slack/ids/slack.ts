/** Whether `id` names a Slack user. */
export function isUserId(id: string): boolean {
  return /^[UW][A-Z0-9]+$/.test(id);
}

/** Whether `id` names a channel, a private channel or a direct conversation. Names of channels have no capitals. */
export function isChannelId(id: string): boolean {
  return /^[CGD][A-Z0-9]+$/.test(id);
}
