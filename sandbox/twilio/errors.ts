/** A refusal in Twilio's own shape: HTTP status, code and text. */
export class RestError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(code: number, detail?: string, status = STATUS[code] ?? 400) {
    super(detail ?? TEXTS[code] ?? `Request refused with code ${code}`);
    this.status = status;
    this.code = code;
  }

  /** The JSON body of the answer. */
  get body() {
    return { code: this.code, message: this.message, more_info: moreInfo(this.code), status: this.status };
  }
}

/** The page of Twilio's error dictionary about a code. */
export function moreInfo(code: number): string {
  return `https://www.twilio.com/docs/errors/${code}`;
}

/** What a delivery report says about a code, null for those without words. */
export function deliveryText(code: number): string | null {
  return TEXTS[code] ?? null;
}

const STATUS: Readonly<Record<number, number>> = {
  20003: 401,
  20005: 403,
  20006: 403,
  20009: 409,
  20404: 404,
  20409: 409,
  20429: 429,
  20500: 500,
  20503: 503,
  21701: 404,
  30409: 409,
};

const TEXTS: Readonly<Record<number, string>> = {
  10004: "Call concurrency limit exceeded",
  20003: "Authenticate",
  20005: "Account is not active",
  20006: "Access denied",
  20009: "Resource is not complete yet",
  20404: "The requested resource was not found",
  20429: "Too many concurrent requests",
  20500: "Internal server error",
  20503: "Service unavailable",
  21201: "A 'To' number is required",
  21203: "International calling is not enabled to this country",
  21205: "Url is not a valid URL",
  21210: "The 'From' number is not a number or verified caller id of this account",
  21211: "The 'To' number is not a valid phone number",
  21212: "The 'From' number is not a valid phone number, short code or sender id",
  21213: "A 'From' number is required",
  21214: "The 'To' number cannot be reached",
  21215: "Calling this country is not permitted by the account's geographic permissions",
  21216: "Calls to this number are blocked",
  21217: "The 'To' number is not a valid phone number",
  21219: "The 'To' number is not verified; trial accounts call only verified numbers",
  21220: "The call is already over",
  21266: "'To' and 'From' are the same number",
  21408: "Sending SMS to this region is not enabled for the account",
  21602: "A message body is required",
  21603: "A 'From' number or Messaging Service is required",
  21604: "A 'To' number is required",
  21606: "The 'From' number is not an SMS-capable number of this account",
  21608: "The 'To' number is not verified; trial accounts send only to verified numbers",
  21609: "The StatusCallback is not a valid URL",
  21610: "The recipient has opted out of messages from this sender",
  21611: "The queue of this 'From' number is full",
  21612: "No route from this 'From' to this 'To' number",
  21614: "The 'To' number is not a mobile number",
  21617: "The message body is longer than 1600 characters",
  21635: "The 'To' number is a landline",
  21701: "The Messaging Service does not exist",
  21703: "The Messaging Service has no usable sender",
  30001: "Queue overflow",
  30002: "Account suspended",
  30003: "Unreachable destination handset",
  30004: "Message blocked",
  30005: "Unknown destination handset",
  30006: "Landline or unreachable carrier",
  30007: "Message filtered",
  30008: "Unknown error",
  30034: "Sender is not registered for A2P 10DLC",
  30036: "Validity period expired",
  30044: "Message too long for a trial account",
  30409: "The message cannot be canceled any more",
  32018: "The TwiML is longer than 4000 characters",
  35118: "Scheduled messages need a Messaging Service",
};
