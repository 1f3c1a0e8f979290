use crate::document::Document;
use groundswell_model::Part;

/// The two parts of a directory.
#[derive(Debug)]
pub(crate) struct Docs {
    pub(crate) public: Document,
    pub(crate) members: Document,
}

impl Docs {
    pub(crate) const fn part(&self, part: Part) -> &Document {
        match part {
            Part::Public => &self.public,
            Part::Members => &self.members,
        }
    }

    pub(crate) const fn part_mut(&mut self, part: Part) -> &mut Document {
        match part {
            Part::Public => &mut self.public,
            Part::Members => &mut self.members,
        }
    }

    pub(crate) fn roll_back(&mut self) {
        self.public.roll_back();
        self.members.roll_back();
    }
}
