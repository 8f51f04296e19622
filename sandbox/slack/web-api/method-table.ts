import type { Methods } from "./method.ts";
import { chatMethods } from "./methods/chat.ts";
import { conversationMethods } from "./methods/conversations.ts";
import { fileMethods } from "./methods/files.ts";
import { historyMethods } from "./methods/history.ts";
import { userMethods } from "./methods/users.ts";
import { viewMethods } from "./methods/views.ts";
import { workspaceMethods } from "./methods/workspace.ts";

/** Every Web API method the sandbox knows. */
export const methodTable: Methods = {
  ...workspaceMethods,
  ...chatMethods,
  ...historyMethods,
  ...conversationMethods,
  ...userMethods,
  ...viewMethods,
  ...fileMethods,
};
