/** Whether `id` names a Slack user. */
export function isUserId(id: string): boolean {
  return /^[UW][A-Z0-9]{2,}$/.test(id);
}

/** Whether `id` names a channel, a private channel or a direct conversation. */
export function isChannelId(id: string): boolean {
  return /^[CGD][A-Z0-9]{5,}$/.test(id);
}
