/** An attribute that directory users or groups can have, built in or custom. */
export interface DirectoryAttribute {
  readonly name: string;
  /** As the console names it. */
  readonly label: string;
  readonly type: "string" | "boolean" | "number" | "dateTime";
  readonly multiValued: boolean;
}

const text = (name: string, label: string): DirectoryAttribute => ({ name, label, type: "string", multiValued: false });

/** The built-in attributes of a directory user. `active` is not kept as a value: it drives the status. */
export const directoryUserAttributes: readonly DirectoryAttribute[] = [
  text("userName", "Username"),
  text("givenName", "First Name"),
  text("familyName", "Last Name"),
  text("email", "Email"),
  text("displayName", "Display Name"),
  { name: "active", label: "Status", type: "boolean", multiValued: false },
  text("middleName", "Middle Name"),
  text("nickName", "Nickname"),
  text("title", "Title"),
  text("userType", "User Type"),
  text("department", "Department"),
  text("division", "Division"),
  text("company", "Company"),
  text("costCenter", "Cost Center"),
  text("employeeNumber", "Employee Number"),
  text("manager", "Manager"),
  text("workPhone", "Work Phone"),
  text("mobilePhone", "Mobile Phone"),
  text("streetAddress", "Street Address"),
  text("locality", "City"),
  text("region", "State or Region"),
  text("postalCode", "Postal Code"),
  text("country", "Country"),
  text("preferredLanguage", "Preferred Language"),
  text("locale", "Locale"),
  text("timezone", "Time Zone"),
];

/** The built-in attributes of a directory group. */
export const directoryGroupAttributes: readonly DirectoryAttribute[] = [
  text("displayName", "Group Name"),
  text("description", "Description"),
];
