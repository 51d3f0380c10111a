module API
  module Helpers
    module NoteKinds
      def self.kinds
        [{ name: 'issue', resource: :projects, jobs: true }]
      end
    end
  end
end

API::Helpers::NoteKinds.prepend_mod_with('API::Helpers::NoteKinds')
