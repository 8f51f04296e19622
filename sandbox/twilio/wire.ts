import { moreInfo } from "./errors.ts";
import type { Account, Call, Message, Notification, OwnedNumber, Queue } from "./model.ts";

const VERSION = "2010-04-01";
const CURRENCY = "USD";

/** Where the resources of an account live. */
export function accountPath(accountSid: string): string {
  return `/${VERSION}/Accounts/${accountSid}`;
}

/** RFC 2822, whole seconds, UTC; an absent date is an explicit null. */
function rfc2822(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toUTCString().replace("GMT", "+0000");
}

/** A message as the API shows it; `undated` while it has no dates at all. */
export function messageJson(accountSid: string, message: Message, undated = false) {
  const uri = `${accountPath(accountSid)}/Messages/${message.sid}`;
  return {
    account_sid: accountSid,
    api_version: VERSION,
    body: message.body,
    date_created: undated ? null : rfc2822(message.createdAt),
    date_sent: rfc2822(message.sentAt),
    date_updated: undated ? null : rfc2822(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: message.errorMessage,
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: "0",
    num_segments: String(message.segments),
    price: null,
    price_unit: CURRENCY,
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** A call as the API shows it; length and dates are null where the schema says empty, all of them while `undated`. */
export function callJson(accountSid: string, call: Call, undated = false) {
  const uri = `${accountPath(accountSid)}/Calls/${call.sid}`;
  const completed = call.status === "completed" && call.answeredAt !== null && call.endedAt !== null;
  return {
    account_sid: accountSid,
    answered_by: call.answeredBy,
    api_version: VERSION,
    caller_name: null,
    date_created: undated ? null : rfc2822(call.createdAt),
    date_updated: undated ? null : rfc2822(call.updatedAt),
    direction: "outbound-api",
    duration: completed ? String(Math.round(((call.endedAt ?? 0) - (call.answeredAt ?? 0)) / 1000)) : null,
    end_time: completed ? rfc2822(call.endedAt) : null,
    forwarded_from: null,
    from: call.from,
    from_formatted: call.from,
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: null,
    price: null,
    price_unit: CURRENCY,
    queue_time: String(call.ringingAt === null ? 0 : call.ringingAt - call.createdAt),
    sid: call.sid,
    start_time: rfc2822(call.ringingAt),
    status: call.status,
    subresource_uris: { notifications: `${uri}/Notifications.json` },
    to: call.to,
    to_formatted: call.to,
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}

/** One line of a call's notifications. */
export function notificationJson(accountSid: string, call: Call, note: Notification) {
  return {
    account_sid: accountSid,
    api_version: VERSION,
    call_sid: call.sid,
    date_created: rfc2822(note.at),
    date_updated: rfc2822(note.at),
    error_code: String(note.code),
    log: note.level === "error" ? "0" : "1",
    message_date: rfc2822(note.at),
    message_text: note.text,
    more_info: moreInfo(note.code),
    request_method: call.url === null ? null : "POST",
    request_url: call.url,
    sid: note.sid,
    uri: `${accountPath(accountSid)}/Calls/${call.sid}/Notifications/${note.sid}.json`,
  };
}

/** A number of the account. */
export function numberJson(accountSid: string, number: OwnedNumber, createdAt: number) {
  return {
    account_sid: accountSid,
    address_requirements: "none",
    address_sid: null,
    api_version: VERSION,
    beta: false,
    bundle_sid: null,
    capabilities: { ...number.capabilities, mms: false, fax: false },
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(createdAt),
    emergency_address_sid: null,
    emergency_address_status: "unregistered",
    emergency_status: "Inactive",
    friendly_name: number.phoneNumber,
    identity_sid: null,
    origin: "twilio",
    phone_number: number.phoneNumber,
    sid: number.sid,
    sms_application_sid: null,
    sms_fallback_method: "POST",
    sms_fallback_url: null,
    sms_method: "POST",
    sms_url: null,
    status: "in-use",
    status_callback: null,
    status_callback_method: "POST",
    trunk_sid: null,
    uri: `${accountPath(accountSid)}/IncomingPhoneNumbers/${number.sid}.json`,
    voice_application_sid: null,
    voice_caller_id_lookup: false,
    voice_fallback_method: "POST",
    voice_fallback_url: null,
    voice_method: "POST",
    voice_receive_mode: "voice",
    voice_url: null,
  };
}

/** The account itself; the token is not shown. */
export function accountJson(account: Account, createdAt: number) {
  return {
    auth_token: null,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(createdAt),
    friendly_name: "Sandbox",
    owner_account_sid: account.sid,
    sid: account.sid,
    status: account.status,
    subresource_uris: { messages: `${accountPath(account.sid)}/Messages.json` },
    type: account.trial ? "Trial" : "Full",
    uri: `${accountPath(account.sid)}.json`,
  };
}

/** What is left to spend. */
export function balanceJson(account: Account) {
  return { account_sid: account.sid, balance: account.balance, currency: CURRENCY };
}

/** A queue of calls. */
export function queueJson(accountSid: string, { sid, name, createdAt }: Queue, size: number) {
  const uri = `${accountPath(accountSid)}/Queues/${sid}`;
  return {
    account_sid: accountSid,
    average_wait_time: 0,
    current_size: size,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(createdAt),
    friendly_name: name,
    max_size: 100,
    sid,
    subresource_uris: { members: `${uri}/Members.json` },
    uri: `${uri}.json`,
  };
}

/** A call that waits in a queue. */
export function memberJson(accountSid: string, queue: Queue, call: Call, now: number) {
  return {
    call_sid: call.sid,
    date_enqueued: rfc2822(call.queuedAt),
    position: 1,
    queue_sid: queue.sid,
    uri: `${accountPath(accountSid)}/Queues/${queue.sid}/Members/${call.sid}.json`,
    wait_time: Math.round((now - (call.queuedAt ?? now)) / 1000),
  };
}
