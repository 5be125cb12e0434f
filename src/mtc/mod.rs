//! What MTC will see: for each of its objects the condition that MTC would set, why, and what to
//! write into which field; what statuses say, and how that goes with what was measured; the legs of a login to its console; and which endpoints an object's own
//! bundle must cover. Pure: objects, judged endpoints and stores in, values out. May name
//! `judge` and `bundle`; the sentences are in `words`. Everything is measured from this machine; if the pods may take
//! another route, the outlook says so.

mod address;
mod advice;
mod before;
mod cause;
mod cluster;
mod condition;
mod current_bundle;
mod draft;
mod finish;
pub mod form;
pub mod glossary;
pub mod login;
mod outlook;
mod outlooks;
pub mod pod;
mod pod_view;
mod provider;
mod remark;
mod selector;
mod status;
mod step;
mod storage;

use crate::objects::{MtcObject, ObjectKind};

pub use cause::{Cause, CauseCode, PodError, SettingFault};
pub use condition::{ALL as CONDITIONS, ExpectedCondition, MtcCondition};
pub use current_bundle::{BundleFinding, CurrentBundle, LeafRenewal};
pub use outlook::{AddressOutlook, Outlook, OutlookContext, Readiness};
pub use outlooks::{LedTo, OutlookBrief, Outlooks, RunOutlooks};
pub use remark::{Doubt, FormRemark, Note};
pub use selector::{
    MalformedSelector, ObjectSelector, SelectedObject, SelectionError, ca_field,
    forms as selector_forms, location, selector as selector_of,
};
pub use status::comparison::{Age, Agreement, Comparison};
pub use status::{
    Alone, Cure, ErrorRow, Grade, Part, StatusFinding, StatusOutlook, StatusRow, alone, error_rows,
    outlooks as status_outlooks, read as read_status, row_of as status_row, rows as status_rows,
};
pub use step::{BeforeBundle, Step};

impl OutlookContext<'_> {
    /// What every object looks like to MTC, in input order.
    #[must_use]
    pub fn outlooks(&self, objects: &[MtcObject]) -> Vec<Outlook> {
        objects.iter().map(|object| self.outlook(object)).collect()
    }

    fn outlook(&self, object: &MtcObject) -> Outlook {
        match object.kind {
            ObjectKind::MigCluster => cluster::outlook(object, self),
            ObjectKind::MigStorage
            | ObjectKind::BackupStorageLocation
            | ObjectKind::DataProtectionApplication => storage::outlook(object, self),
        }
    }
}
