import { organisationId } from "./auth.ts";
import type { Caller, Hive } from "./hive.ts";
import type { AlertStatus, Dialect, HiveUser, StoredComment } from "./model.ts";
import { present, type Row } from "./rows.ts";

const BORN = { by: "system@thehive.local", at: 1_600_000_000_000 };

/** A user as this dialect writes it, seen from one organisation. */
export function userRow(dialect: Dialect, user: HiveUser, hive: Hive, caller: Caller): Row {
  switch (dialect) {
    case "v0-3":
      return userV0of3(user);
    case "v0-4":
      return userV0of4(user, caller);
    case "v1-4":
    case "v1-5":
      return userV1(dialect, user, hive, caller);
  }
}

function userV0of3({ login, name, permissions, apiKey }: HiveUser): Row {
  return {
    _id: login,
    id: login,
    _routing: login,
    _parent: null,
    _type: "user",
    createdBy: "init",
    createdAt: BORN.at,
    name,
    roles: permissions,
    status: "Ok",
    hasKey: apiKey !== undefined,
    preferences: {},
  };
}

function userV0of4(
  { id, login, name, permissions, apiKey, locked }: HiveUser,
  { organisation }: Caller,
): Row {
  return {
    _id: id,
    id,
    createdBy: BORN.by,
    updatedBy: null,
    createdAt: BORN.at,
    updatedAt: null,
    _type: "user",
    login,
    name,
    roles: ["read", "write", "alert"],
    permissions,
    organisation,
    hasKey: apiKey !== undefined,
    status: locked ? "Locked" : "Ok",
  };
}

function userV1(dialect: "v1-4" | "v1-5", user: HiveUser, hive: Hive, { organisation }: Caller): Row {
  const profile = user.permissions.length === 0 ? "read-only" : "analyst";
  const row = {
    _id: user.id,
    ...(dialect === "v1-5" ? { _type: "User" } : {}),
    _createdBy: BORN.by,
    _createdAt: BORN.at,
    login: user.login,
    name: user.name,
    email: dialect === "v1-5" ? user.email : undefined,
    hasKey: user.apiKey !== undefined,
    hasPassword: user.password !== undefined,
    hasMFA: false,
    locked: user.locked,
    profile,
    permissions: user.permissions,
    organisation,
    organisations: hive.organisations.map((name, index) => ({
      organisationId: organisationId(index),
      organisation: name,
      profile,
    })),
  };
  if (dialect === "v1-4") return row;
  return present({ ...row, type: user.type, defaultOrganisation: hive.settings.organisation, extraData: {} });
}

/** A comment of TheHive 5; its stamps have no underscore. */
export function commentRow({ id, createdBy, createdAt, message }: StoredComment): Row {
  return {
    _id: id,
    _type: "Comment",
    createdBy,
    createdAt,
    message,
    isEdited: false,
    extraData: {},
    external: false,
  };
}

/** One of TheHive 5's alert statuses. */
export function statusRow({ value, stage, hidden = false }: AlertStatus, order: number): Row {
  return {
    _id: `~${12_288 + order * 8}`,
    _type: "AlertStatus",
    _createdBy: BORN.by,
    _createdAt: BORN.at,
    value,
    stage,
    order,
    hidden,
    extraData: {},
  };
}
