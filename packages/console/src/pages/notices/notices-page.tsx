import { Skeleton, Stack } from "@mantine/core";
import { noticeRoutes } from "@rollcall/admin-api/notices.ts";
import { useOrganization } from "../../api/organization.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Card } from "../../components/card.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { NoticeList } from "./notice-list.tsx";
import { NoticeSettingsForm } from "./notice-settings-form.tsx";

/** Notices: what should somebody know of, and who is told? */
export function NoticesPage() {
  const { id } = useOrganization();
  const params = { organizationId: id };
  const settings = useAnswer(noticeRoutes.getNoticeSettings, { params });
  return (
    <Page
      title="Notices"
      lead="What somebody should know of, told once: by e-mail to those below, and to every webhook that chooses notices."
      calls={[
        { route: noticeRoutes.getNoticeSettings, params },
        {
          route: noticeRoutes.putNoticeSettings,
          params,
          body: { quietDays: 3, recipients: [{ address: "ola@example.com", kinds: ["held", "conflict"] }] },
        },
        { route: noticeRoutes.listNotices, params },
      ]}
    >
      <Stack gap="md">
        <Card title="Who is told">
          <Refusal error={settings.error} onRetry={() => void settings.refetch()} />
          {settings.isPending && <Skeleton height={180} />}
          {settings.data !== undefined && (
            <NoticeSettingsForm key={JSON.stringify(settings.data)} saved={settings.data} from={settings.data.from} />
          )}
        </Card>
        <NoticeList />
      </Stack>
    </Page>
  );
}
