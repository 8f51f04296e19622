import { expect, test } from "vitest";
import { optionalScopes, requiredScopes } from "../../src/slack/api/scopes.ts";
import { command } from "../../src/slack/ids/alerts.ts";
import { manifest } from "./manifest.ts";

test("the manifest declares our command, escaped", () => {
  expect(manifest.features.slash_commands).toMatchObject([{ command, should_escape: true }]);
});

test("the manifest asks for the scopes we use, and for no other", () => {
  expect(new Set(manifest.oauth_config.scopes.bot)).toEqual(new Set(Object.keys(requiredScopes)));
  expect(manifest.oauth_config.scopes.bot_optional).toEqual(Object.keys(optionalScopes));
});

test("the manifest switches on what we listen to", () => {
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(["app_home_opened"]);
  expect(manifest.features.app_home).toMatchObject({ home_tab_enabled: true, messages_tab_enabled: true });
});
