//! The pages, one room each.

mod awgs;
mod deleted;
mod groups;
mod home;
mod import;
mod network;
mod people;
mod record;
mod regions;
mod settings;
mod start;

pub use awgs::{AwgPage, AwgsPage, ChooseAwg, EditAwg, NewAwg};
pub use deleted::DeletedPage;
pub use groups::{ChooseGroup, EditGroup, GroupPage, GroupsPage, NewGroup, place_line};
pub use home::{Home, NotFound};
pub use import::ImportPage;
pub use network::{EditNetwork, NetworkPage};
pub use people::{ChoosePerson, EditPerson, NewPerson, PeoplePage, PersonPage};
pub use regions::{ChooseRegion, EditRegion, NewRegion, RegionPage, RegionsPage};
pub use settings::{Installable, SettingsPage};
pub use start::StartPage;
