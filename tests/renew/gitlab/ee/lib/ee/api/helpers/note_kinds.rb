module EE
  module API
    module Helpers
      module NoteKinds
        class_methods do
          def kinds
            super.concat([{ name: 'epic', resource: :groups }])
          end
        end
      end
    end
  end
end
