import { describeNodes } from "./describe-nodes.ts";

describeNodes("reached directly", {});
