import type { Env } from "../env";

/** Names of settings whose value is nobody's business. */
const secret = /(?:KEY|SECRET|TOKEN|PASSWORD)$/;

/** One setting as it is in force. */
export interface SettingInForce {
  name: string;
  value: string;
  isSecret: boolean;
}

/** Every setting by name as this process has read it; of secrets only whether they are set, of addresses no password. */
export function settingsInForce(env: Env): SettingInForce[] {
  return Object.entries(env)
    .map(([name, value]) => {
      const isSecret = secret.test(name);
      const text = Array.isArray(value) ? value.join(", ") : value === undefined ? "" : String(value);
      return { name, isSecret, value: isSecret ? (text ? "set" : "") : withoutPassword(text) };
    })
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

function withoutPassword(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@/i, (_, scheme: string, user: string) => {
    const [name] = user.split(":");
    return `${scheme}${user.includes(":") ? `${name}:•••` : user}@`;
  });
}
