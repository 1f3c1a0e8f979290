impl crate::Engine { pub(crate) fn export(&self, _: groundswell_model::message::ExportFormat) -> super::Reply { Err(groundswell_model::message::EngineError::NothingUnderWay) } }
